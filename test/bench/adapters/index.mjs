/**
 * The measured clients. To add one: write an adapter beside these, list it here, and give its packages to
 * `package.json` of this folder.
 */
import { converse } from './converse.mjs';
import { ethoraChat } from './ethora-chat.mjs';
import { floor } from './floor.mjs';

/**
 * @typedef {object} Session What a page is told, the same for every client.
 * @property {string} service - URL of the XMPP WebSocket.
 * @property {string} domain
 * @property {string} conference
 * @property {string} username
 * @property {string} password
 * @property {string} room - JID.
 */

/**
 * @typedef {object} Adapter
 * @property {string} name - As in `--clients`.
 * @property {() => string} version
 * @property {string} folder - Served under `/<name>/`.
 * @property {(session: Session) => string} page - The HTML that a visitor opens.
 * @property {() => { rows(): ArrayLike<Element> }} locate - Runs inside the page: `rows` are the elements that show a
 *   message each, oldest first. It can't use anything outside itself.
 */

/** @type {readonly Adapter[]} */
export const ADAPTERS = [ethoraChat, converse, floor];
