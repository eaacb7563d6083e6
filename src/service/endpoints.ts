/** Which of the page's servers is asked: one after the other, or where one of them sends us, as long as that is one of them too. */
import type { ConnectionReason } from '../domain/connection.js';
import type { ConnectionFailure } from './failure.js';

/** Others may do better. */
const NEXT = new Set<ConnectionReason>(['unreachable', 'timeout', 'server-error', 'lost']);

export class Endpoints {
  readonly #services: readonly string[];
  #turn = 0;
  /** How many were asked since one of them let us in. */
  #asked = 0;
  #elsewhere: string | undefined;

  /** At least one `wss://…` or `ws://…` URL. */
  constructor(services: readonly string[]) {
    this.#services = services;
  }

  get current(): string {
    return this.#elsewhere ?? this.#services[this.#turn % this.#services.length] ?? '';
  }

  /** It let us in. */
  reached() {
    this.#asked = 0;
  }

  /** Goes on to the next one after a login that failed. False when all were asked: then it is time to wait. */
  leave({ reason, elsewhere }: ConnectionFailure): boolean {
    this.#asked += 1;
    if (!this.follow(elsewhere) && NEXT.has(reason)) {
      this.#elsewhere = undefined;
      this.#turn += 1;
    }
    const more = NEXT.has(reason) && this.#asked < this.#services.length;
    if (!more) this.#asked = 0;
    return more;
  }

  /** Goes where a server says, if the page knows that one: anybody could say anything. */
  follow(elsewhere: string | undefined): boolean {
    const found = elsewhere === undefined ? undefined : findService(this.#services, elsewhere);
    if (found === undefined || found === this.current) return false;
    this.#elsewhere = found;
    return true;
  }
}

/**
 * The URL to go to instead. `elsewhere`: a URL (RFC 7395), or a host, perhaps with a port (RFC 6120). Undefined unless one of the page's
 * own has the same host and is not safer.
 */
function findService(services: readonly string[], elsewhere: string): string | undefined {
  const isUrl = /^wss?:\/\//i.test(elsewhere);
  for (const service of services) {
    const own = new URL(service);
    const target = isUrl ? elsewhere : `${own.protocol}//${elsewhere}`;
    if (!URL.canParse(target)) return undefined;
    const other = new URL(target);
    const isSafe = other.protocol === own.protocol || other.protocol === 'wss:';
    if (isUrl && other.host === own.host && isSafe) return other.href;
    // A host without a port is one for all of them.
    if (!isUrl && (other.host === own.host || elsewhere.toLowerCase() === own.hostname)) return service;
  }
  return undefined;
}
