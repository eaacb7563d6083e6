/** Which tab enters which room this moment, so that no other does the same: the room's answer reaches them all. */
import { parseEntrance, parseMucPresence, MucStatus } from '../../protocol/muc.js';
import { bareJid, normalizeJid } from '../../domain/jid.js';
import type { Element } from '../../protocol/xml.js';

/** How long a room has for the answer, ms. */
const PATIENCE_MS = 20_000;

export class RoomEntries {
  readonly #entering = new Map<string, { readonly tab: string; readonly since: number }>();

  /** True for a wish to enter a room that another tab has already said. */
  isDouble(stanza: Element, tab: string): boolean {
    const entrance = parseEntrance(stanza);
    const first = entrance?.entering && this.#entering.get(entrance.roomJid);
    return first ? first.tab !== tab && Date.now() - first.since < PATIENCE_MS : false;
  }

  sent(stanza: Element, tab: string) {
    const entrance = parseEntrance(stanza);
    if (entrance?.entering) this.#entering.set(entrance.roomJid, { tab, since: Date.now() });
    else if (entrance) this.#entering.delete(entrance.roomJid);
  }

  received(stanza: Element) {
    if (this.#entering.size === 0 || stanza.getName() !== 'presence') return;
    const isOwn = parseMucPresence(stanza)?.codes.has(MucStatus.self);
    if (isOwn || stanza.attrs.type === 'error') this.#entering.delete(bareJid(normalizeJid(stanza.attrs.from ?? '')));
  }
}
