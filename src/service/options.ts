import { normalizeBase } from '../api/http.js';
import type { MediaDialect } from '../domain/attachment.js';
import type { CredentialsSource } from '../domain/credentials.js';
import { isLoopback } from '../domain/loopback.js';
import { ConnectionFailure } from './failure.js';

/** What a session is made of. */
export interface SessionOptions {
  /** `wss://…` URL of the server's XMPP WebSocket; several, separated by blanks, are tried in order. */
  readonly service: string;
  /** XMPP domain; default: the host of the first `service`. */
  readonly domain?: string;
  /** JID of the service that has the rooms; default: `conference.<domain>`, or what the server names. */
  readonly conference?: string;
  /** Absent: `connect()` ends with the reason `credentials-needed`. */
  readonly credentials?: CredentialsSource;
  /** `https://…` base URL of Ethora's REST API; absent: a plain XMPP client. */
  readonly api?: string;
  /** The app there, and its token; by default those that the API names for this site. */
  readonly appId?: string;
  readonly appToken?: string;
  /** With `api`: keeps the login in the browser's storage, so that it survives a reload; until `logout()`, or 30 days unused. */
  readonly remember?: boolean;
  /** Automatic attempts for each outage; default 3. */
  readonly reconnectAttempts?: number;
  /** Keeps others from knowing what the user has seen (XEP-0333); own devices still agree. */
  readonly noReadMarkers?: boolean;
  /** Keeps to a connection of its own; otherwise all tabs of this browser in which the account is signed in share one. */
  readonly ownConnection?: boolean;
  /** Allows `ws://` to other machines than this one. Passwords can then be read on the way. */
  readonly allowInsecure?: boolean;
  /** How messages with files are written: `standard` (default) for any client, `ethora` where only Ethora's read along. */
  readonly mediaDialect?: MediaDialect;
}

/** The options, checked. */
export interface Endpoint {
  readonly services: readonly string[];
  readonly domain: string;
}

/**
 * Reads `service` and `domain`.
 * @throws {ConnectionFailure} `invalid-service` or `insecure`.
 */
export function readEndpoint({ service, domain, allowInsecure }: SessionOptions): Endpoint {
  const urls = service.trim().split(/\s+/).map(parseWebSocketUrl);
  const insecure = urls.find((url) => url.protocol === 'ws:' && !isLoopback(url.hostname));
  if (insecure && !allowInsecure) throw new ConnectionFailure('insecure', insecure.origin);
  return { services: urls.map((url) => url.href), domain: domain?.trim() || (urls[0]?.hostname ?? '') };
}

/**
 * Reads `api`: the base URL, without a version or a slash at the end.
 * @throws {ConnectionFailure} `invalid-api` or `insecure`.
 */
export function readApi({ api = '', allowInsecure }: SessionOptions): string {
  const url = URL.canParse(api) ? new URL(api) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') throw new ConnectionFailure('invalid-api', api);
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !allowInsecure) {
    throw new ConnectionFailure('insecure', url.origin);
  }
  return normalizeBase(url.origin + url.pathname);
}

function parseWebSocketUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'wss:' && url?.protocol !== 'ws:') throw new ConnectionFailure('invalid-service', text);
  return url;
}
