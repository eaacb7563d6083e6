import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { backportsSource } from '../../demo/server/apt-sources.mjs';

describe('the backports suite of the mirror in use', () => {
  let folder;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ethora-chat-apt-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function write(name, text) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }

  it('is derived from a stanza, with its key and without its other suites', async () => {
    await write(
      'sources.list.d/debian.sources',
      `Types: deb deb-src
URIs: http://security.test/debian
Suites: bookworm-security
Components: main

# The mirror
Types: deb deb-src
URIs: http://mirror.test/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/key.gpg
`,
    );
    assert.deepEqual(await backportsSource('bookworm', folder), {
      kind: 'sources',
      text: `Types: deb
URIs: http://mirror.test/debian
Suites: bookworm-backports
Components: main
Signed-By: /usr/share/keyrings/key.gpg`,
      suite: 'bookworm-backports',
    });
  });

  it('is derived from a line, with its options', async () => {
    await write(
      'sources.list',
      '# deb http://old.test/debian bookworm main\ndeb [signed-by=/k.gpg] http://mirror.test/debian bookworm main\n',
    );
    assert.deepEqual(await backportsSource('bookworm', folder), {
      kind: 'list',
      text: 'deb [signed-by=/k.gpg] http://mirror.test/debian bookworm-backports main',
      suite: 'bookworm-backports',
    });
  });

  it('is unknown when only other software comes from there', async () => {
    await write('sources.list.d/other.list', 'deb http://other.test/apt stable main\n');
    assert.equal(await backportsSource('bookworm', folder), undefined);
  });
});
