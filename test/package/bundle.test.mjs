import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from '../tools/package-bin.mjs';

/** What a page may have to load, bytes after brotli. */
const MAX_BROTLI_BYTES = 86_270;
const BUNDLE = `${root}dist/ethora-chat.js`;

describe('dist/ethora-chat.js', () => {
  let code;
  before(() => {
    code = readFileSync(BUNDLE, 'utf8');
  });

  it(`is at most ${MAX_BROTLI_BYTES} bytes after brotli`, (test) => {
    const { length } = brotliCompressSync(code);
    test.diagnostic(`${length} bytes`);
    assert.ok(length <= MAX_BROTLI_BYTES, `${length} bytes`);
  });

  it('imports nothing', async () => {
    const { metafile } = await build({ entryPoints: [BUNDLE], write: false, metafile: true, format: 'esm' });
    const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
    assert.deepEqual(imports, []);
    assert.doesNotMatch(code, /\bimport\s*\(/);
  });

  it('needs no permission to run code from strings', () => {
    assert.doesNotMatch(code, /\beval\s*\(|\bnew Function\b|\bFunction\s*\(["'`]/);
  });

  it('is built for production', () => {
    assert.doesNotMatch(code, /process\.env|Lit is in dev mode/);
  });

  it('has a source map with the sources, and without paths of the machine that built it', () => {
    assert.match(code, /\n\/\/# sourceMappingURL=ethora-chat\.js\.map\n$/);
    const { sources, sourcesContent } = JSON.parse(readFileSync(`${BUNDLE}.map`, 'utf8'));
    assert.ok(sources.includes('../src/index.ts'));
    assert.equal(sourcesContent.length, sources.length);
    assert.deepEqual(
      sources.filter((source) => !/^\.\.\/(src|node_modules)\//.test(source) && !source.startsWith('\0')),
      [],
    );
  });

  it('can be imported where there is no page', () => {
    const script = `const names = Object.keys(await import(${JSON.stringify(BUNDLE)})); console.log(names.join());`;
    const names = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
    assert.match(names, /\bEthoraChat\b/);
  });

  it('comes with the licences of what is inside', () => {
    const licenses = readFileSync(`${root}dist/LICENSES.txt`, 'utf8');
    for (const name of [
      'lit-html',
      '@lit/reactive-element',
      '@lit/context',
      'nanostores',
      '@xmpp/xml',
      'ltx',
      'tslib',
    ]) {
      assert.match(licenses, new RegExp(`^${name} \\d`, 'm'), name);
    }
  });
});
