import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { spawnSync } from 'node:child_process';
import { packageBin, root } from '../tools/package-bin.mjs';

const TAGS = ['ethora-chat', 'ethora-composer', 'ethora-room-list', 'ethora-thread'];

/** Runs a script with this Node; what it said when it failed. */
function complaints(script, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr;
}

describe('the package', () => {
  it('is what its package.json says', () => {
    assert.equal(complaints(packageBin('publint'), 'run', '--strict'), '');
  });

  it('has types that a project with strict checks can use, libraries included', () => {
    assert.equal(complaints(packageBin('typescript', 'tsc'), '--project', 'test/package/tsconfig.json'), '');
  });

  it('names the hosts of no registry in its lock file', () => {
    assert.equal(readFileSync(`${root}package-lock.json`, 'utf8').match(/"resolved": .*/)?.[0], undefined);
  });
});

describe('custom-elements.json', () => {
  const { modules } = JSON.parse(readFileSync(`${root}dist/custom-elements.json`, 'utf8'));
  const elements = modules[0].declarations.filter(({ customElement }) => customElement);

  it('describes the four elements', () => {
    assert.deepEqual(elements.map(({ tagName }) => tagName).sort(), TAGS);
  });

  it('describes every attribute, event, slot, part and custom property', () => {
    const nameless = elements.flatMap(
      ({ tagName, attributes = [], events = [], slots = [], cssParts = [], cssProperties = [] }) =>
        [...attributes, ...events, ...slots, ...cssParts, ...cssProperties]
          .filter(({ description }) => !description)
          .map(({ name }) => `${tagName}: ${name}`),
    );
    assert.deepEqual(nameless, []);
  });

  it('has nothing that the README does not name', () => {
    const readme = readFileSync(`${root}README.md`, 'utf8');
    const names = elements.flatMap(({ attributes = [], events = [], slots = [], cssParts = [], cssProperties = [] }) =>
      [...attributes, ...events, ...slots, ...cssParts, ...cssProperties].map(({ name }) => name).filter(Boolean),
    );
    assert.deepEqual(
      names.filter((name) => !readme.includes(`\`${name}\``)),
      [],
    );
  });

  it('names only what the package exports', () => {
    assert.deepEqual(
      modules.map(({ path }) => path),
      ['dist/ethora-chat.js'],
    );
  });
});
