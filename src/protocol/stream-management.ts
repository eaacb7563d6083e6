/** Stream Management: XEP-0198 v1.6.1, https://xmpp.org/extensions/xep-0198.html */
import { xml, type Element } from './xml.js';

const NS = 'urn:xmpp:sm:3';

/** True when the server can count stanzas. */
export function offersStreamManagement(features: Element): boolean {
  return features.getChild('sm', NS) !== undefined;
}

/** From here on both sides count. */
export function buildEnable(): Element {
  return xml('enable', { xmlns: NS, resume: 'true' });
}

/** Says how many stanzas were handled. */
export function buildAck(handled: number): Element {
  return xml('a', { xmlns: NS, h: String(handled) });
}

/** Asks how many stanzas were handled. */
export function buildAckRequest(): Element {
  return xml('r', { xmlns: NS });
}

/** Undefined when the element is none of stream management. `handled` with `a` only. */
export function parseStreamManagement(element: Element): { type: string; handled: number } | undefined {
  if (element.getNS() !== NS) return undefined;
  return { type: element.getName(), handled: Number(element.attrs.h) };
}
