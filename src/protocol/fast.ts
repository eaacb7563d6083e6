/** Fast Authentication Streamlining Tokens: XEP-0484 v0.2.0, https://xmpp.org/extensions/xep-0484.html */
import { fromBytes, hmac, toBinary, toBytes } from './binary.js';
import { xml, type Element } from './xml.js';

const NS = 'urn:xmpp:fast:0';

/** Of the Hashed Token mechanisms (draft-schmaus-kitten-sasl-ht) the one that browsers can do: they do not know of their TLS. */
export const TOKEN_MECHANISM = 'HT-SHA-256-NONE';

/** What a device may use in place of the password. */
export interface FastToken {
  readonly secret: string;
  /** Until when, ms since the epoch; absent when the server does not say. */
  readonly expires?: number;
}

/** A login with a token: the client's only word, and the proof that the server has to give in its own. */
export interface TokenProof {
  readonly response: string;
  /** A binary string. */
  readonly serverProof: string;
}

/** `inline`: of SASL2's offer. */
export function parseTokenMechanisms(inline: Element): string[] {
  return (
    inline
      .getChild('fast', NS)
      ?.getChildren('mechanism')
      .map((mechanism) => mechanism.text()) ?? []
  );
}

/** Wants a token for the next time. */
export function buildTokenRequest(): Element {
  return xml('request-token', { xmlns: NS, mechanism: TOKEN_MECHANISM });
}

/** Says that this login is one with a token. */
export function buildFast(): Element {
  return xml('fast', { xmlns: NS });
}

/** Undefined when the server gives none. */
export function parseToken(success: Element): FastToken | undefined {
  const { token, expiry = '' } = success.getChild('token', NS)?.attrs ?? {};
  if (!token) return undefined;
  const expires = Date.parse(expiry);
  return Number.isNaN(expires) ? { secret: token } : { secret: token, expires };
}

export async function proveToken(username: string, token: string): Promise<TokenProof> {
  const key = toBytes(toBinary(token));
  const [initiator, responder] = await Promise.all([
    hmac('SHA-256', key, 'Initiator'),
    hmac('SHA-256', key, 'Responder'),
  ]);
  return { response: `${toBinary(username)}\0${fromBytes(initiator)}`, serverProof: fromBytes(responder) };
}
