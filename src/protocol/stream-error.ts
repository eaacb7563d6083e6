/** Stream errors: RFC 6120 section 4.9, https://www.rfc-editor.org/rfc/rfc6120#section-4.9 */
import type { Element } from './xml.js';

const NS_STREAMS = 'http://etherx.jabber.org/streams';
const NS = 'urn:ietf:params:xml:ns:xmpp-streams';

/** Why the server ends the stream. */
export interface StreamError {
  /** Such as `conflict`; empty when the server names none. */
  readonly condition: string;
  /** In words; untrusted, often empty. */
  readonly text: string;
  /** Host, and perhaps port, to go to instead (section 4.9.3.19); untrusted. */
  readonly otherHost?: string;
}

/** Undefined when the element is no stream error. */
export function parseStreamError(element: Element): StreamError | undefined {
  // Prosody 13 leaves the namespace of its prefix out, against RFC 7395 section 3.3.3.
  if (element.name !== 'stream:error' && !element.is('error', NS_STREAMS)) return undefined;
  const condition = element.getChildElements().find((child) => child.getNS() === NS && child.getName() !== 'text');
  const name = condition?.getName() ?? '';
  const otherHost = name === 'see-other-host' ? condition?.text().trim() : undefined;
  return { condition: name, text: element.getChildText('text', NS) ?? '', ...(otherHost && { otherHost }) };
}
