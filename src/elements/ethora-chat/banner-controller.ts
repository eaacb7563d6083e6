import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ConnectionState } from '../../domain/connection.js';

/** What the strip above the messages says; by rank, of which only the first that holds is shown. */
export type Banner = 'lost' | 'offline' | 'catching-up' | 'connecting' | 'up-to-date';

/** A connection that is there within this time needs no word. */
const CONNECTING_AFTER_MS = 1000;
/** How long "Up to date" stays. */
const UP_TO_DATE_MS = 2000;

/** Decides which banner shows, and for how long. */
export class BannerController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #read: () => { connection: ConnectionState | undefined; catchingUp: boolean };
  #wanted: Banner | undefined;
  #shown: Banner | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `read` is asked before every update. */
  constructor(
    host: ReactiveControllerHost,
    read: () => { connection: ConnectionState | undefined; catchingUp: boolean },
  ) {
    this.#host = host;
    this.#read = read;
    host.addController(this);
  }

  get shown(): Banner | undefined {
    return this.#shown;
  }

  hostUpdate() {
    const { connection, catchingUp } = this.#read();
    const wanted = bannerFor(connection, catchingUp);
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    clearTimeout(this.#timer);
    if (wanted === 'connecting') this.#later(CONNECTING_AFTER_MS, wanted);
    else if (wanted) this.#shown = wanted;
    else this.#settle(connection);
  }

  hostDisconnected() {
    clearTimeout(this.#timer);
    this.#wanted = this.#shown = undefined;
  }

  /** Says "connecting" at once: somebody asked for it. */
  hurry() {
    clearTimeout(this.#timer);
    this.#shown = 'connecting';
    this.#host.requestUpdate();
  }

  /** All is well: says so if something was shown. */
  #settle(connection: ConnectionState | undefined) {
    this.#shown = this.#shown && connection?.status === 'online' ? 'up-to-date' : undefined;
    if (this.#shown) this.#later(UP_TO_DATE_MS, undefined);
  }

  #later(ms: number, banner: Banner | undefined) {
    this.#timer = setTimeout(() => {
      this.#shown = banner;
      this.#host.requestUpdate();
    }, ms);
  }
}

/** Undefined when there is nothing to say. */
function bannerFor(connection: ConnectionState | undefined, catchingUp: boolean): Banner | undefined {
  switch (connection?.status) {
    case 'error':
      return 'lost';
    case 'offline':
      return 'offline';
    case 'connecting':
      return 'connecting';
    case 'online':
      return catchingUp ? 'catching-up' : undefined;
    case undefined:
      return undefined;
  }
}
