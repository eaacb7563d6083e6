import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ConnectionStatus } from '../../domain/connection.js';

/** What the strip above the messages says; by rank, of which only the first that holds is shown. */
export type Banner = 'lost' | 'offline' | 'catching-up' | 'connecting' | 'up-to-date';

/** A connection that is there within this time needs no word. */
const CONNECTING_AFTER_MS = 1000;
/** How long "Up to date" stays. */
const UP_TO_DATE_MS = 2000;

/** What the banner depends on: the status, and whether what was missed is still coming. */
export type BannerSource = readonly [status: ConnectionStatus | undefined, catchingUp: boolean];

/** Decides which banner shows, and for how long. */
export class BannerController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #read: () => BannerSource;
  #wanted: Banner | undefined;
  #shown: Banner | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `read` is asked before every update. */
  constructor(host: ReactiveControllerHost, read: () => BannerSource) {
    this.#host = host;
    this.#read = read;
    host.addController(this);
  }

  get shown(): Banner | undefined {
    return this.#shown;
  }

  hostUpdate() {
    const [status, catchingUp] = this.#read();
    const wanted = bannerFor(status, catchingUp);
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    clearTimeout(this.#timer);
    if (wanted === 'connecting') this.#later(CONNECTING_AFTER_MS, wanted);
    else if (wanted) this.#shown = wanted;
    else if (this.#shown) {
      // All is well: says so if something was shown.
      this.#shown = status && 'up-to-date';
      this.#later(UP_TO_DATE_MS, undefined);
    }
  }

  hostDisconnected() {
    clearTimeout(this.#timer);
    this.#wanted = this.#shown = undefined;
  }

  /** Says "connecting" at once: somebody asked for it. */
  hurry() {
    clearTimeout(this.#timer);
    this.#show('connecting');
  }

  #later(ms: number, banner: Banner | undefined) {
    this.#timer = setTimeout(() => this.#show(banner), ms);
  }

  #show(banner: Banner | undefined) {
    this.#shown = banner;
    this.#host.requestUpdate();
  }
}

/** Undefined when there is nothing to say. */
function bannerFor(status: ConnectionStatus | undefined, catchingUp: boolean): Banner | undefined {
  if (status === 'online') return catchingUp ? 'catching-up' : undefined;
  return status === 'error' ? 'lost' : status;
}
