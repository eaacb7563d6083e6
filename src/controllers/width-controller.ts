import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Tells whether the host is at least so wide, for what a container query cannot say (a placeholder, a label). */
export class WidthController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #minPx: number;
  #observer: ResizeObserver | undefined;
  #wide = false;

  constructor(host: ReactiveControllerHost & Element, minPx: number) {
    this.#host = host;
    this.#minPx = minPx;
    host.addController(this);
  }

  /** False until measured; measured before the first paint. */
  get wide(): boolean {
    return this.#wide;
  }

  hostConnected() {
    this.#observer = new ResizeObserver(([entry]) => {
      const wide = (entry?.contentRect.width ?? 0) >= this.#minPx;
      if (wide === this.#wide) return;
      this.#wide = wide;
      this.#host.requestUpdate();
    });
    this.#observer.observe(this.#host);
  }

  hostDisconnected() {
    this.#observer?.disconnect();
  }
}
