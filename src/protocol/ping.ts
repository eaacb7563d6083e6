/** XMPP Ping: XEP-0199 v2.0.1, https://xmpp.org/extensions/xep-0199.html */
import { xml, type Element } from './xml.js';

const NS = 'urn:xmpp:ping';

/** Answered by a result, or by an error where the other side does not know pings; either proves that it lives. */
export function buildPing(): Element {
  return xml('ping', { xmlns: NS });
}

/** True for a request that is a ping. */
export function isPing(iq: Element): boolean {
  return iq.attrs.type === 'get' && iq.getChild('ping', NS) !== undefined;
}
