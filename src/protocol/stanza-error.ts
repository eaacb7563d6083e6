/** Stanza errors: RFC 6120 section 8.3, https://www.rfc-editor.org/rfc/rfc6120#section-8.3 */
import { xml, type Element } from './xml.js';

const NS = 'urn:ietf:params:xml:ns:xmpp-stanzas';

/** What a server or a room answered instead of doing what was asked. */
export interface StanzaError {
  /** `wait` may be tried again later, `modify` with other content, `auth` after signing in; `cancel` not at all. */
  readonly type: string;
  /** Such as `forbidden`; `undefined-condition` when the stanza names none. */
  readonly condition: string;
  /** In words; untrusted, and often empty. */
  readonly text: string;
}

/** Undefined when the stanza is not of type `error`. */
export function parseStanzaError(stanza: Element): StanzaError | undefined {
  if (stanza.attrs.type !== 'error') return undefined;
  const error = stanza.getChild('error');
  // The condition is not always the first child: ejabberd puts its own in front.
  const condition = error?.getChildElements().find((child) => child.getNS() === NS && child.getName() !== 'text');
  return {
    type: error?.attrs.type ?? 'cancel',
    condition: condition?.getName() ?? 'undefined-condition',
    text: error?.getChildText('text', NS) ?? '',
  };
}

/** The answer to a question that this client does not know. */
export function buildUnavailable({ attrs }: Element): Element {
  const error = xml('error', { type: 'cancel' }, xml('service-unavailable', { xmlns: NS }));
  return xml('iq', { type: 'error', id: attrs.id, to: attrs.from }, error);
}

/** A stanza error as an exception. */
export class StanzaFailure extends Error implements StanzaError {
  override readonly name = 'StanzaFailure';
  readonly type: string;
  readonly condition: string;
  readonly text: string;
  constructor(error: StanzaError) {
    super(error.text ? `${error.condition}: ${error.text}` : error.condition);
    this.type = error.type;
    this.condition = error.condition;
    this.text = error.text;
  }
}
