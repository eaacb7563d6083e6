import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ESLint } from 'eslint';
import { root } from './package-bin.mjs';

const RULE = '@typescript-eslint/no-restricted-imports';
const eslint = new ESLint({ cwd: root, ruleFilter: ({ ruleId }) => ruleId === RULE });

/** What lint says about one line in a file of `src/<folder>`; `~` in it stands for `src`. */
async function lint(folder, line) {
  const file = readdirSync(`${root}src/${folder}`, { recursive: true }).find((name) => name.endsWith('.ts'));
  const path = `${folder}/${file}`;
  const code = line.replace('~/', '../'.repeat(path.split('/').length - 1));
  const [{ messages }] = await eslint.lintText(code, { filePath: `${root}src/${path}` });
  assert.deepEqual(
    messages.filter(({ fatal }) => fatal),
    [],
  );
  return messages.filter(({ ruleId }) => ruleId === RULE).length === 0 ? 'allowed' : 'forbidden';
}

const FORBIDDEN = [
  ['domain', `import { x } from '~/state/room-store.js';`],
  ['domain', `import type { X } from '~/context.js';`],
  ['domain', `import { log } from '~/log.js';`],
  ['protocol', `import { x } from '~/state/room-store.js';`],
  ['protocol', `import { x } from '~/service/chat-session.js';`],
  ['protocol', `import { html } from 'lit';`],
  ['state', `import { x } from '~/protocol/muc.js';`],
  ['state', `import { x } from '~/elements/parts/avatar.js';`],
  ['service', `import { x } from '~/elements/parts/avatar.js';`],
  ['service', `import { chatContext } from '~/context.js';`],
  ['elements/parts', `import { x } from '~/service/chat-session.js';`],
  ['elements/parts', `import { createRoomStore } from '~/state/room-store.js';`],
  ['elements/parts', `import { x } from '~/protocol/muc.js';`],
  ['elements/parts', `import { client } from '@xmpp/client';`],
];

const ALLOWED = [
  ['domain', `import { x } from './message.js';`],
  ['state', `import { x } from '~/domain/message.js';`],
  ['protocol', `import { x } from '~/domain/message.js';`],
  ['service', `import type { ChatService } from '~/context.js';`],
  ['service', `import { x } from '~/protocol/muc.js';`],
  ['elements/parts', `import type { RoomStore } from '~/state/room-store.js';`],
  ['elements/parts', `import { chatContext } from '~/context.js';`],
];

describe('lint of import directions', () => {
  for (const [folder, line] of FORBIDDEN) {
    it(`forbids in ${folder}: ${line}`, async () => assert.equal(await lint(folder, line), 'forbidden'));
  }
  for (const [folder, line] of ALLOWED) {
    it(`allows in ${folder}: ${line}`, async () => assert.equal(await lint(folder, line), 'allowed'));
  }
});
