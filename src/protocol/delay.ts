/** Delayed Delivery: XEP-0203 v2.0, https://xmpp.org/extensions/xep-0203.html */
import type { Element } from './xml.js';

const NS = 'urn:xmpp:delay';

/** When the stanza was sent first, ms since the epoch. Undefined without a readable stamp. */
export function parseDelay(stanza: Element): number | undefined {
  const time = Date.parse(stanza.getChild('delay', NS)?.attrs.stamp ?? '');
  return Number.isFinite(time) ? time : undefined;
}
