/** What was written in a run, by whom and where: what the archive and every page are held against. */

/**
 * @typedef {object} Entry
 * @property {string} token - The text of the message, or the name of its file; there is no other like it.
 * @property {string} who
 * @property {string} room - JID.
 * @property {'text' | 'file'} what
 * @property {string} page - Names the life of the page in which it was written.
 * @property {'unsure' | 'accepted' | 'refused'} state - `unsure`: the page was gone before it showed the message.
 * @property {boolean} [unstored] - The page could not store it.
 */
export class Ledger {
  /** In the order of writing. @type {Entry[]} */
  entries = [];
  /** Pages that are gone: what they could not store is gone with them. */
  ended = new Set();
  #seed;
  #numbers = new Map();

  constructor(seed) {
    this.#seed = seed;
  }

  /** @returns {Entry} */
  write(entry) {
    const number = (this.#numbers.get(entry.who) ?? 0) + 1;
    this.#numbers.set(entry.who, number);
    const written = { ...entry, token: `s${this.#seed}-${entry.who}-${number}e`, state: 'unsure' };
    this.entries.push(written);
    return written;
  }

  /** Whether the archive has to have it. */
  isOwed({ state, unstored, page }) {
    return state === 'accepted' && !(unstored && this.ended.has(page));
  }
}
