/** Extensible SASL Profile: XEP-0388 v1.0.1, https://xmpp.org/extensions/xep-0388.html */
import { fromBase64 } from './binary.js';
import { parseBind2Offer } from './bind2.js';
import { parseTokenMechanisms } from './fast.js';
import { parseSaslFailure, type SaslAnswer } from './sasl.js';
import { offersStreamManagement } from './stream-management.js';
import { xml, type Element } from './xml.js';

const NS = 'urn:xmpp:sasl:2';

/** What can be done together with a login. */
export interface Sasl2Offer {
  readonly mechanisms: readonly string[];
  /** A session can be had (XEP-0386). */
  readonly binds: boolean;
  /** A session can be had whose stanzas are counted. */
  readonly counts: boolean;
  /** An earlier stream can go on. */
  readonly resumes: boolean;
  /** Those of tokens that stand for the password (XEP-0484). */
  readonly tokenMechanisms: readonly string[];
}

/** Undefined when the server does not offer it. */
export function parseSasl2Offer(features: Element): Sasl2Offer | undefined {
  const offer = features.getChild('authentication', NS);
  const inline = offer?.getChild('inline');
  if (!offer || !inline) return undefined;
  return {
    mechanisms: offer.getChildren('mechanism').map((mechanism) => mechanism.text()),
    ...parseBind2Offer(inline),
    resumes: offersStreamManagement(inline),
    tokenMechanisms: parseTokenMechanisms(inline),
  };
}

/**
 * Begins a login.
 * @param device - Id of this device, by which the server knows it again.
 * @param inline - What is to be done together with it.
 */
export function buildAuthenticate(
  mechanism: string,
  response: string | undefined,
  device: string,
  inline: readonly Element[],
): Element {
  return xml(
    'authenticate',
    { xmlns: NS, mechanism },
    response !== undefined && xml('initial-response', {}, btoa(response)),
    xml('user-agent', { id: device }, xml('software', {}, 'Ethora Chat')),
    ...inline,
  );
}

export function buildSasl2Response(response: string): Element {
  return xml('response', { xmlns: NS }, btoa(response));
}

/** Undefined when the element is none of SASL2, or its text is not base64. */
export function parseSasl2Answer(element: Element): SaslAnswer | undefined {
  if (element.getNS() !== NS) return undefined;
  const type = element.getName();
  if (type === 'failure') return parseSaslFailure(element);
  const text = fromBase64(type === 'success' ? (element.getChildText('additional-data') ?? '') : element.text());
  return text !== undefined && (type === 'challenge' || type === 'success') ? { type, text } : undefined;
}

/** Who we are from now on: own full JID, once there is a session. */
export function parseAuthorized(success: Element): string {
  return success.getChildText('authorization-identifier') ?? '';
}
