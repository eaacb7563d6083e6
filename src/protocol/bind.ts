/** Resource binding: RFC 6120 section 7, https://www.rfc-editor.org/rfc/rfc6120#section-7 */
import { xml, type Element } from './xml.js';

const NS = 'urn:ietf:params:xml:ns:xmpp-bind';

/** Asks for a session; the server chooses the resource. */
export function buildBind(id: string): Element {
  return xml('iq', { type: 'set', id }, xml('bind', { xmlns: NS }));
}

/** Own full JID. Undefined when the answer is none. */
export function parseBound(iq: Element): string | undefined {
  return iq.getChild('bind', NS)?.getChildText('jid') ?? undefined;
}
