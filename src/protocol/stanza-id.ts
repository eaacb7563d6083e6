/** Unique and Stable Stanza IDs: XEP-0359 v0.7.0, https://xmpp.org/extensions/xep-0359.html */
import { normalizeJid } from '../domain/jid.js';
import type { Element } from './xml.js';

const NS = 'urn:xmpp:sid:0';

/**
 * The id under which `by` keeps the message in its archive. Undefined when `by` gave none: ids by anybody else say nothing,
 * and of several by the same the last one counts, since a server appends its own behind a forged one.
 */
export function parseStanzaId(stanza: Element, by: string): string | undefined {
  return stanza
    .getChildren('stanza-id', NS)
    .filter((child) => child.attrs.by !== undefined && normalizeJid(child.attrs.by) === by)
    .at(-1)?.attrs.id;
}
