/** SASL: RFC 6120 section 6, https://www.rfc-editor.org/rfc/rfc6120#section-6. Texts are "binary strings". */
import { fromBase64, toBinary } from './binary.js';
import { xml, type Element } from './xml.js';

const NS = 'urn:ietf:params:xml:ns:xmpp-sasl';

/** What the server says during a login. */
export type SaslAnswer =
  | { readonly type: 'challenge' | 'success'; readonly text: string }
  | { readonly type: 'failure'; readonly condition: string; readonly text: string };

/** Begins a login; an empty response is one, an absent one is none. */
export function buildAuth(mechanism: string, response?: string): Element {
  return xml('auth', { xmlns: NS, mechanism }, response === '' ? '=' : response !== undefined && btoa(response));
}

export function buildResponse(response: string): Element {
  return xml('response', { xmlns: NS }, btoa(response));
}

/** The mechanisms that the server offers; empty when it offers no login. */
export function parseMechanisms(features: Element): string[] {
  const offer = features.getChild('mechanisms', NS);
  return offer?.getChildren('mechanism').map((mechanism) => mechanism.text()) ?? [];
}

/** Undefined when the element is none of SASL, or its text is not base64. */
export function parseSaslAnswer(element: Element): SaslAnswer | undefined {
  if (element.getNS() !== NS) return undefined;
  const type = element.getName();
  if (type === 'failure') return parseSaslFailure(element);
  const text = fromBase64(element.text());
  return text !== undefined && (type === 'challenge' || type === 'success') ? { type, text } : undefined;
}

/** What is inside a failure, whatever it is of. */
export function parseSaslFailure(failure: Element): SaslAnswer {
  const condition = failure.getChildElements().find((child) => child.getName() !== 'text');
  return { type: 'failure', condition: condition?.getName() ?? '', text: failure.getChildText('text') ?? '' };
}

/** PLAIN: RFC 4616. */
export function buildPlain(username: string, password: string): string {
  return toBinary(`\0${username}\0${password}`);
}
