import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** The elements that a `ScrollController` works on; absent until first rendered. */
export interface ScrollParts {
  /** Scrolls; has `overflow-anchor: none`. */
  readonly scroller: HTMLElement;
  /** Its only child. */
  readonly content: HTMLElement;
  /** The rows inside the content, in order; a live collection. */
  readonly rows: HTMLCollectionOf<HTMLElement>;
}

/** Where the reader is: a row and the distance of its top from the top of the view, in CSS px. */
export interface ScrollPlace {
  readonly row: HTMLElement;
  readonly offset: number;
}

/** From here on the reader counts as being at the bottom, CSS px. */
const NEAR_BOTTOM = 4;
/** Smaller moves are rounding. */
const ROUNDING = 0.1;

/**
 * Keeps what the reader sees where it is, whatever comes or goes or changes its size around it, and keeps the newest row in view
 * while the reader is at the bottom. Works before the frame is painted and without the browser's own scroll anchoring, which
 * WebKit lacks and which is off at the very top.
 *
 * The tops of all rows are kept relative to the content, as they were when last measured. Scrolling does not change them, so a
 * scroll event measures nothing, and never takes a change of size that was not corrected yet for the truth.
 */
export class ScrollController implements ReactiveController {
  /** True while the reader is at the bottom and stays there when something is added. */
  following = true;

  readonly #parts: () => ScrollParts | undefined;
  readonly #changed: () => void;
  readonly #canFollow: () => boolean;
  #observer: ResizeObserver | undefined;
  #observed: ScrollParts | undefined;
  #rows: HTMLElement[] = [];
  #tops: number[] = [];
  /** Where the scroller was when we last looked or moved it. */
  #scrollTop = 0;
  /** Where it was in the last frame that was painted, and where it is in the one that is being made. */
  #seen = 0;
  #painting = 0;
  #landmarks: readonly ScrollPlace[] = [];
  /** Where the reader was when the view was hidden or taken out of the page, which make the browser forget it. */
  #kept: ScrollPlace | undefined;
  #wanted: (() => ScrollPlace | undefined) | undefined;

  /**
   * `changed` is called after scrolling and after changes of size; it may ask for an update.
   * `canFollow` tells whether the last row drawn is the newest there is.
   */
  constructor(
    host: ReactiveControllerHost,
    options: { parts: () => ScrollParts | undefined; changed: () => void; canFollow: () => boolean },
  ) {
    this.#parts = options.parts;
    this.#changed = options.changed;
    this.#canFollow = options.canFollow;
    host.addController(this);
  }

  /** Distance from the top of the view to the top of the content, CSS px. */
  get above(): number {
    return this.#scrollTop;
  }

  /** Distance from the bottom of the view to the bottom of the content, CSS px. */
  get below(): number {
    return this.#observed ? this.#distance(this.#observed) : 0;
  }

  /** Height of the view, CSS px. */
  get height(): number {
    return this.#observed?.scroller.clientHeight ?? 0;
  }

  /** The first row that begins in the view, else the one that fills it; undefined at the bottom. */
  get place(): ScrollPlace | undefined {
    if (this.following) return undefined;
    const index = this.#anchorIndex();
    const row = this.#rows[index];
    return row && { row, offset: (this.#tops[index] ?? 0) - this.#scrollTop };
  }

  /** Goes to the bottom with the next render and stays there. */
  toBottom() {
    this.following = true;
    this.#wanted = undefined;
    this.#landmarks = [];
  }

  /** After the next render, `find` says which row to put where; undefined: the bottom. */
  toPlace(find: () => ScrollPlace | undefined) {
    this.following = false;
    this.#wanted = find;
  }

  hostUpdate() {
    const parts = this.#observed;
    this.#landmarks = [];
    if (!parts || this.following || this.#wanted || this.height === 0) return;
    this.#settle(parts);
    const bottom = this.#scrollTop + this.height;
    const from = this.#anchorIndex();
    const to = this.#tops.findIndex((top, index) => index > from && top >= bottom);
    this.#landmarks = this.#rows
      .slice(from, to < 0 ? undefined : to)
      .map((row, index) => ({ row, offset: (this.#tops[from + index] ?? 0) - this.#scrollTop }));
  }

  hostUpdated() {
    const parts = this.#parts();
    this.#observe(parts);
    if (!parts || this.height === 0) return;
    const find = this.#wanted;
    if (find) {
      this.#wanted = undefined;
      const place = find();
      if (place) this.#put(parts, place);
      else this.following = true;
    }
    if (this.following) {
      this.#pin(parts);
      return;
    }
    const landmark = this.#landmarks.find(({ row }) => row.isConnected);
    if (landmark && !find) this.#put(parts, landmark);
    this.#measure(parts);
  }

  hostConnected() {
    this.#observe(this.#parts());
  }

  hostDisconnected() {
    this.#kept ??= this.place;
    this.#observe(undefined);
  }

  #observe(parts: ScrollParts | undefined) {
    if (parts?.scroller === this.#observed?.scroller && parts?.content === this.#observed?.content) return;
    this.#observer?.disconnect();
    this.#observer ??= new ResizeObserver(() => {
      this.#resized();
    });
    this.#observed?.scroller.removeEventListener('scroll', this.#scrolled);
    this.#observed = parts;
    if (!parts) return;
    parts.scroller.addEventListener('scroll', this.#scrolled, { passive: true });
    this.#observer.observe(parts.scroller);
    this.#observer.observe(parts.content);
  }

  readonly #scrolled = () => {
    const parts = this.#observed;
    if (!parts || this.#kept || this.height === 0) return;
    this.#seen = this.#painting;
    requestAnimationFrame(this.#paint);
    const { scrollTop } = parts.scroller;
    const upwards = scrollTop < this.#scrollTop - ROUNDING;
    if (this.following) {
      if (upwards && this.#distance(parts) > NEAR_BOTTOM) {
        this.following = false;
        this.#measure(parts);
      }
      this.#scrollTop = scrollTop;
    } else {
      // Corrected later, by the observer: only then it is certain what this frame shows.
      this.#look(parts);
      if (!upwards && this.#distance(parts) <= NEAR_BOTTOM && this.#canFollow()) this.following = true;
    }
    this.#changed();
  };

  // A script may scroll in a frame callback: painted at once, while its event comes a frame later.
  readonly #paint = () => {
    if (this.#observed) this.#painting = this.#observed.scroller.scrollTop;
  };

  #resized() {
    const parts = this.#observed;
    if (!parts) return;
    if (this.height === 0) {
      this.#kept ??= this.place;
      return;
    }
    const kept = this.#kept;
    this.#kept = undefined;
    if (this.following) this.#pin(parts);
    else {
      if (kept?.row.isConnected) this.#put(parts, kept);
      else this.#settle(parts);
      this.#measure(parts);
    }
    // Not now: what is rendered while sizes are told cannot be told of, which the page would hear of as an error.
    requestAnimationFrame(this.#changed);
  }

  /** Corrects for rows that changed their size since they were measured. */
  #settle(parts: ScrollParts) {
    this.#look(parts);
    const index = this.#anchorIndex(this.#seen);
    const row = this.#rows[index];
    const before = this.#tops[index];
    if (row?.isConnected && before !== undefined) {
      const moved = topOf(row) - topOf(parts.content) - before;
      if (Math.abs(moved) > ROUNDING) {
        this.#scrollTo(parts, this.#scrollTop + moved);
        this.#measure(parts);
      }
    }
    this.#scrollTop = parts.scroller.scrollTop;
  }

  /** Learns how far the reader has scrolled. */
  #look(parts: ScrollParts) {
    const { scrollTop } = parts.scroller;
    // When the content got shorter than the place, the browser moved it: that was not the reader.
    const clamped = scrollTop < this.#scrollTop && this.#distance(parts) < 1;
    if (!clamped) this.#scrollTop = scrollTop;
  }

  #distance({ scroller }: ScrollParts): number {
    return scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  }

  #put(parts: ScrollParts, { row, offset }: ScrollPlace) {
    const { scroller } = parts;
    const moved = topOf(row) - topOf(scroller) - offset;
    this.#scrollTop = scroller.scrollTop;
    if (Math.abs(moved) > ROUNDING) this.#scrollTo(parts, this.#scrollTop + moved);
  }

  #pin(parts: ScrollParts) {
    this.#scrollTo(parts, parts.scroller.scrollHeight);
  }

  #scrollTo({ scroller }: ScrollParts, top: number) {
    const move = top - scroller.scrollTop;
    // By, not to: what the reader's wheel has done meanwhile in another thread is added to it, not replaced.
    if (Math.abs(move) > ROUNDING) scroller.scrollBy({ top: move, behavior: 'instant' });
    this.#seen += move;
    this.#painting += move;
    this.#scrollTop = scroller.scrollTop;
  }

  #measure({ content, rows }: ScrollParts) {
    const origin = topOf(content);
    this.#rows = Array.from(rows);
    this.#tops = this.#rows.map((row) => topOf(row) - origin);
  }

  /**
   * Index of the row that stays where it is: the first that begins in the view, by the last measurement, and that the reader has
   * seen already, when the scroller was at `seen`. Scrolling and a late image may meet in one frame: then what was on screen before holds
   * still, and what comes into view gives way. Where none begins, the one that fills the view.
   */
  #anchorIndex(seen = this.#scrollTop): number {
    const now = this.#scrollTop;
    const bottom = Math.min(seen, now) + this.height;
    const known = Math.max(seen, now);
    // Nothing is left of what was seen: a jump.
    const from = known < bottom ? known : now;
    const to = known < bottom ? bottom : now + this.height;
    const index = this.#firstFrom(from);
    return index < this.#tops.length && (this.#tops[index] ?? 0) < to ? index : Math.max(0, index - 1);
  }

  /** Index of the first row that begins at `top` or after. */
  #firstFrom(top: number): number {
    let low = 0;
    let high = this.#tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#tops[middle] ?? 0) >= top) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

export function topOf(element: HTMLElement): number {
  return element.getBoundingClientRect().top;
}
