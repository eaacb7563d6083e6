import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Tells which rows of a list are on the screen, whenever that changes. */
export class VisibleRowsController implements ReactiveController {
  readonly #rows: () => Iterable<HTMLElement>;
  readonly #changed: (visible: readonly HTMLElement[]) => void;
  readonly #visible = new Set<HTMLElement>();
  #observed: ReadonlySet<HTMLElement> = new Set();
  #observer: IntersectionObserver | undefined;

  /** `rows` is asked after every update. */
  constructor(
    host: ReactiveControllerHost,
    rows: () => Iterable<HTMLElement>,
    changed: (visible: readonly HTMLElement[]) => void,
  ) {
    this.#rows = rows;
    this.#changed = changed;
    host.addController(this);
  }

  hostUpdated() {
    this.#observer ??= new IntersectionObserver((entries) => {
      this.#note(entries);
    });
    const rows = new Set(this.#rows());
    for (const row of this.#observed) {
      if (rows.has(row)) continue;
      this.#observer.unobserve(row);
      this.#visible.delete(row);
    }
    // Those that are observed already stay so.
    for (const row of rows) this.#observer.observe(row);
    this.#observed = rows;
  }

  hostDisconnected() {
    this.#observer?.disconnect();
    this.#observer = undefined;
    this.#observed = new Set();
    this.#visible.clear();
  }

  #note(entries: readonly IntersectionObserverEntry[]) {
    for (const { target, isIntersecting } of entries) {
      if (!(target instanceof HTMLElement) || !this.#observed.has(target)) continue;
      if (isIntersecting) this.#visible.add(target);
      else this.#visible.delete(target);
    }
    this.#changed([...this.#visible]);
  }
}
