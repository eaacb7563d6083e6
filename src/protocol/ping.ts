/** XMPP Ping: XEP-0199 v2.0.1, https://xmpp.org/extensions/xep-0199.html */
import { xml, type Element } from './xml.js';

/** Answered by a result, or by an error where the server does not know pings; either proves that it lives. */
export function buildPing(): Element {
  return xml('ping', { xmlns: 'urn:xmpp:ping' });
}
