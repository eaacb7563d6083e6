import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ScrollParts } from './scroll-controller.js';

export interface WindowFocusOptions {
  readonly parts: () => ScrollParts | undefined;
  readonly rowOf: (key: string) => HTMLElement | undefined;
  readonly keyOf: (row: HTMLElement) => string | undefined;
  /** True when the message is drawn with the next render. */
  readonly draws: (key: string) => boolean;
  /** Draws the newest message. */
  readonly toLatest: () => void;
  /** Escape on a message: leaves the list. True when there was somewhere to go. */
  readonly leave: () => boolean;
}

/**
 * One Tab stop for all messages, arrow keys to walk them. Links, buttons and players are reached from the message that has the focus.
 * When the focused row is dropped the scroller holds the focus, until the row returns.
 */
export class WindowFocusController implements ReactiveController {
  readonly #options: WindowFocusOptions;
  readonly #root: () => ShadowRoot | null;
  /** The Tab stop. */
  #stop: HTMLElement | undefined;
  /** Message whose row had the focus when it was dropped. */
  #lost: string | undefined;
  #toNewest = false;
  /** The gap whose button has the focus. */
  #gap: HTMLElement | null | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, options: WindowFocusOptions) {
    this.#options = options;
    this.#root = () => host.shadowRoot;
    host.addController(this);
  }

  hostUpdate() {
    this.#gap = this.#root()?.activeElement?.closest<HTMLElement>('.gap');
    const active = this.#activeRow();
    const key = active && this.#options.keyOf(active);
    if (key === undefined || this.#options.draws(key)) return;
    this.#lost = key;
    this.#options.parts()?.scroller.focus({ preventScroll: true });
  }

  hostUpdated() {
    const parts = this.#options.parts();
    if (!parts) return;
    const newest = lastOf(parts.rows);
    if (this.#toNewest && newest) {
      this.#toNewest = false;
      this.#focus(newest, false);
    }
    // It is filled: on to what follows.
    if (this.#gap?.isConnected === false)
      this.#focus(this.#options.rowOf(this.#gap.dataset.key ?? '') ?? newest, false);
    const lost = this.#lost === undefined ? undefined : this.#options.rowOf(this.#lost);
    if (lost && this.#root()?.activeElement === parts.scroller) this.#focus(lost, false);
    if (!this.#stop?.isConnected || this.#stop !== this.#activeRow()) this.#setStop(newest);
  }

  /** For the list's `focusin`. */
  readonly onFocusIn = (event: Event) => {
    const row = rowAround(event.target);
    if (!row) return;
    this.#lost = undefined;
    this.#setStop(row);
  };

  /** For the list's `keydown`. */
  readonly onKeydown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // A player has its own use for these keys.
    if (event.target instanceof HTMLMediaElement && event.key !== 'Escape') return;
    const parts = this.#options.parts();
    const row = rowAround(event.target) ?? (event.target === parts?.scroller ? this.#nearLost() : undefined);
    if (!parts || !row) return;
    if (event.key === 'Escape') {
      if (event.target !== row) this.#focus(row, false);
      else if (!this.#options.leave()) return;
    } else if (event.key === 'End') {
      this.#toNewest = true;
      this.#options.toLatest();
    } else {
      const target = neighbour(event.key, row, parts);
      if (!target) return;
      this.#focus(target, true);
    }
    event.preventDefault();
  };

  #activeRow(): HTMLElement | undefined {
    return rowAround(this.#root()?.activeElement ?? null);
  }

  /** Where to go on from when the row itself is gone. */
  #nearLost(): HTMLElement | undefined {
    const parts = this.#options.parts();
    return this.#lost === undefined || !parts ? undefined : lastOf(parts.rows);
  }

  #focus(row: HTMLElement | undefined, reveal: boolean) {
    this.#setStop(row);
    row?.focus({ preventScroll: true });
    if (reveal) row?.scrollIntoView({ block: 'nearest' });
  }

  #setStop(row: HTMLElement | undefined) {
    if (row !== this.#stop && this.#stop) setTabIndex(this.#stop, -1);
    this.#stop = row;
    if (row) setTabIndex(row, 0);
  }
}

function setTabIndex(row: HTMLElement, tabIndex: number) {
  row.tabIndex = tabIndex;
  for (const inner of row.querySelectorAll<HTMLElement>('a, button, audio, video')) inner.tabIndex = tabIndex;
}

function rowAround(target: EventTarget | null): HTMLElement | undefined {
  const row = target instanceof Element ? target.closest('.row') : null;
  return row instanceof HTMLElement ? row : undefined;
}

function lastOf(rows: HTMLCollectionOf<HTMLElement>): HTMLElement | undefined {
  return rows[rows.length - 1];
}

/** The row that a key leads to; undefined for other keys and at the end of the way. */
function neighbour(key: string, row: HTMLElement, { rows, scroller }: ScrollParts): HTMLElement | undefined {
  const list = Array.from(rows);
  const index = list.indexOf(row);
  const top = row.getBoundingClientRect().top;
  const within = (other: HTMLElement) => Math.abs(other.getBoundingClientRect().top - top) <= scroller.clientHeight;
  switch (key) {
    case 'ArrowUp':
      return list[index - 1];
    case 'ArrowDown':
      return list[index + 1];
    case 'Home':
      return list[0];
    case 'PageUp':
      return index === 0 ? undefined : list.find((other, at) => at === index - 1 || within(other));
    case 'PageDown':
      return list.findLast((other, at) => at === index + 1 || within(other));
    default:
      return undefined;
  }
}
