/** XMPP over WebSocket: RFC 7395, https://www.rfc-editor.org/rfc/rfc7395 */
import { xml, type Element } from './xml.js';

const NS = 'urn:ietf:params:xml:ns:xmpp-framing';

/** The subprotocol of the socket. */
export const SUBPROTOCOL = 'xmpp';

/** Begins a stream, or begins it anew after authentication. `from`: own bare JID, where nobody can listen. */
export function buildOpen(domain: string, from?: string): Element {
  return xml('open', { xmlns: NS, version: '1.0', to: domain, from });
}

/** Ends a stream in good order. */
export function buildClose(): Element {
  return xml('close', { xmlns: NS });
}

/** Says whether the element begins or ends a stream; undefined for all others. */
export function parseFraming(element: Element): 'open' | 'close' | undefined {
  if (element.is('open', NS)) return 'open';
  return element.is('close', NS) ? 'close' : undefined;
}

/** Where the server wants us to go instead (section 3.6.1); untrusted. Undefined when it does not. */
export function parseOtherUri(close: Element): string | undefined {
  return close.attrs['see-other-uri'];
}
