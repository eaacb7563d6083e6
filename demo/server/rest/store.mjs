/** What the API knows, in one file. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @typedef {object} User
 * @property {string} _id
 * @property {string} [email]
 * @property {string} [password] Salt and hash.
 * @property {boolean} verified Whether the e-mail address is.
 * @property {string} firstName
 * @property {string} lastName
 * @property {string} xmppUsername
 * @property {{ value: string, expiresAt: number } | undefined} [xmpp] The password for the chat server; `expiresAt` in ms.
 */

/**
 * @typedef {object} Chat
 * @property {string} _id
 * @property {string} name The part of its JID before the at sign.
 * @property {string} title
 * @property {string} description
 * @property {'public' | 'group' | 'private'} type
 * @property {string} picture
 * @property {string} createdBy A user's `_id`.
 * @property {string} createdAt
 * @property {string[]} members Their `_id`s.
 */

/**
 * @typedef {object} Login One login and the refresh tokens that descend from it.
 * @property {string} user
 * @property {string} current Id of the refresh token that counts.
 * @property {{ id: string, at: number } | undefined} [previous] The one before, and when it was replaced, in ms.
 */

/** A new id, as the API makes them: 24 hexadecimal digits. */
export function newId() {
  return randomBytes(12).toString('hex');
}

/** @param {string} dir Made when missing. */
export async function openStore(dir) {
  await mkdir(dir, { recursive: true });
  const file = join(dir, 'state.json');
  const state = { ...emptyState(), ...(await load(file)) };
  let writing = Promise.resolve();
  return {
    state,
    /** @param {(user: User) => boolean} matches @returns {User | undefined} */
    findUser: (matches) => Object.values(state.users).find(matches),
    /** @param {string} name @returns {Chat | undefined} */
    findChat: (name) => Object.values(state.chats).find((chat) => chat.name === name),
    /** Resolves when everything until now is on the disk. */
    save() {
      writing = writing.then(() => write(file, state));
      return writing;
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof openStore>>} Store */

function emptyState() {
  return {
    appId: newId(),
    /** Signs our own tokens. */
    secret: randomBytes(32).toString('hex'),
    /** Signs the tokens of the site that the chat is part of. */
    appSecret: randomBytes(32).toString('hex'),
    /** Access tokens up to this number do not count any more. */
    expiredTokens: 0,
    lastToken: 0,
    /** @type {Record<string, User>} */ users: {},
    /** @type {Record<string, Chat>} */ chats: {},
    /** @type {Record<string, Login>} */ logins: {},
    /** @type {Record<string, { name: string, mimetype: string }>} */ files: {},
  };
}

async function load(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

/** Whole or not at all. */
async function write(file, state) {
  await writeFile(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
