import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { GapState } from '../domain/archive-spans.js';
import type { Message } from '../domain/message.js';
import {
  MAX_ROWS,
  STEP_ROWS,
  extendDown,
  extendUp,
  followSpan,
  latestSpan,
  relocateSpan,
  spanAround,
  type Span,
} from '../domain/thread-window.js';
import { ScrollController, topOf, type ScrollParts, type ScrollPlace } from './scroll-controller.js';

/** What the window is over, asked before every render. */
export interface WindowSource {
  /** Names the list: for another one the window starts anew, or where it was left. */
  readonly id: string;
  /** Oldest first. */
  readonly messages: readonly Message[];
  /** Key of the first unread one. */
  readonly unreadKey: string | undefined;
  /** Where messages are missing, by the key of the one after. */
  readonly gaps: ReadonlyMap<string, GapState>;
  /** The message to go to; another value for every time. */
  readonly target: { readonly key: string } | undefined;
  /** True when older ones cannot be asked for: all are here, or some are on their way, or the last attempt failed. */
  readonly noMoreNow: boolean;
}

/** What a `WindowController` needs from its host. */
export interface WindowOptions {
  readonly source: () => WindowSource | undefined;
  readonly parts: () => ScrollParts | undefined;
  /** The row of a message, when it is drawn. */
  readonly rowOf: (key: string) => HTMLElement | undefined;
  readonly keyOf: (row: HTMLElement) => string | undefined;
  /** Asks for a page of older messages. */
  readonly loadOlder: () => void;
  /** Asks for a page of what is missing before a message: the newest of it, or where `forth` the oldest. */
  readonly fillGap: (key: string, forth: boolean) => void;
  /** The reader scrolled, or something changed its size. */
  readonly moved: () => void;
}

/** A place as it is remembered while its rows are gone. */
interface KeptPlace {
  readonly key: string;
  readonly offset: number;
}

/** More rows are made ready when an edge is nearer than this, CSS px. */
const LOAD_DISTANCE = 1500;
/** Room above a message that was gone to, for the line above it, CSS px. */
const TOP_OFFSET = 56;
/** Least height of a row, CSS px: tells how many fill a view. */
const LEAST_ROW_HEIGHT = 24;
/** Scrolled up further than this, the way back is offered, CSS px. */
const AWAY_DISTANCE = 120;

/** Decides which messages are drawn, from where the reader is; remembers that place for every list. */
export class WindowController implements ReactiveController {
  readonly scroll: ScrollController;
  /** What is drawn, as indices into the messages of the source. */
  span: Span = { start: 0, end: 0 };
  /** Messages of others that came since the reader left the bottom. */
  arrivals = 0;
  /** True when the reader is so far from the newest message that the way back is offered. */
  away = false;

  readonly #host: ReactiveControllerHost;
  readonly #options: WindowOptions;
  readonly #places = new Map<string, KeptPlace>();
  #id: string | undefined;
  #messages: readonly Message[] = [];
  #groupStart = '';
  readonly #gapEnds = new Set<string>();
  #target: WindowSource['target'];

  constructor(host: ReactiveControllerHost, options: WindowOptions) {
    this.#host = host;
    this.#options = options;
    this.scroll = new ScrollController(host, {
      parts: options.parts,
      canFollow: () => this.span.end === this.#messages.length,
      changed: () => {
        this.#readerMoved();
      },
    });
    host.addController(this);
  }

  /**
   * Keys of messages that begin a group even if the one before them, which came later, has the same author: while they may be on
   * screen they must not lose their heads.
   */
  get groupStarts(): ReadonlySet<string> {
    return new Set(this.#gapEnds).add(this.#groupStart);
  }

  /** True when this message is among those drawn with the next render. */
  draws(key: string): boolean {
    for (let index = this.span.start; index < this.span.end; index += 1) {
      if (this.#messages[index]?.key === key) return true;
    }
    return false;
  }

  /** Fills a gap by a page from the side on which the reader is, so that nothing they read moves. */
  fill(gap: HTMLElement) {
    const row = this.scroll.place?.row;
    const forth = row !== undefined && topOf(row) < topOf(gap);
    this.#options.fillGap(gap.dataset.key ?? '', forth);
  }

  /** Draws the newest messages and goes to the bottom. */
  toLatest() {
    this.span = latestSpan(this.#messages.length, this.#viewRows());
    this.scroll.toBottom();
    this.#host.requestUpdate();
  }

  /** Forgets every place; for another session. */
  forget() {
    this.#places.clear();
    this.#id = undefined;
  }

  hostUpdate() {
    const source = this.#options.source();
    if (source?.id !== this.#id) {
      this.#keepPlace();
      this.#id = source?.id;
      this.#messages = [];
      this.arrivals = 0;
      this.#gapEnds.clear();
      this.#target = undefined;
      this.scroll.toBottom();
    }
    for (const key of source?.gaps.keys() ?? []) this.#gapEnds.add(key);
    const messages = source?.messages ?? [];
    if (source && messages !== this.#messages) {
      if (this.#messages.length === 0) this.#open(source);
      else this.#change(messages);
    } else if (messages.length === 0) {
      this.span = { start: 0, end: 0 };
    }
    this.#messages = messages;
    if (source && source.target !== this.#target) this.#goTo(source);
    if (!this.scroll.following) this.#extend();
    this.away = this.#isAway();
  }

  #open({ messages, unreadKey, id }: WindowSource) {
    const count = messages.length;
    const kept = this.#places.get(id);
    const keptIndex = kept ? messages.findIndex(({ key }) => key === kept.key) : -1;
    const unreadIndex = unreadKey === undefined ? -1 : messages.findIndex(({ key }) => key === unreadKey);
    this.#groupStart = messages[0]?.key ?? '';
    this.span = latestSpan(count, this.#viewRows());
    if (kept && keptIndex >= 0) {
      this.span = spanAround(keptIndex, count);
      this.scroll.toPlace(() => this.#placeOf(kept));
    } else if (unreadIndex >= 0) {
      this.#draw(unreadIndex, messages);
    } else {
      this.scroll.toBottom();
    }
  }

  #goTo({ target, messages }: WindowSource) {
    this.#target = target;
    const index = messages.findIndex(({ key }) => key === target?.key);
    if (index < 0) return;
    this.span = latestSpan(messages.length, this.#viewRows());
    this.#draw(index, messages);
  }

  /** Draws a message at the top of the view. */
  #draw(index: number, messages: readonly Message[]) {
    if (index < this.span.start + STEP_ROWS / 2) this.span = spanAround(index, messages.length);
    this.scroll.toPlace(() => this.#topPlace(messages[index]?.key ?? ''));
  }

  #change(messages: readonly Message[]) {
    const before = this.#messages;
    const newest = messages.at(-1);
    const atEnd = this.span.end === before.length;
    const sent = newest?.own === true && newest.status === 'pending' && newest.key !== before.at(-1)?.key;
    const moved = relocateSpan(this.span, before, messages);
    if (!moved || (sent && !this.scroll.following)) this.scroll.toBottom();
    if (this.scroll.following) {
      this.span = followSpan(moved ?? latestSpan(messages.length), messages.length, this.#viewRows());
      return;
    }
    if (!moved) return;
    this.arrivals += countArrivals(before, messages);
    const room = atEnd && messages.length - moved.start <= MAX_ROWS;
    this.span = room ? { start: moved.start, end: messages.length } : this.#fit(moved, messages);
  }

  /** A page in the midst of what is drawn may make it too much: then what is around the reader stays. */
  #fit(span: Span, messages: readonly Message[]): Span {
    const row = this.scroll.place?.row;
    if (!row || span.end - span.start <= MAX_ROWS) return span;
    const place = this.#options.keyOf(row);
    return spanAround(
      messages.findIndex(({ key }) => key === place),
      messages.length,
      MAX_ROWS,
    );
  }

  #extend() {
    if (this.span.start > 0 && this.scroll.above < LOAD_DISTANCE) this.span = extendUp(this.span);
    else if (this.span.end < this.#messages.length && this.scroll.below < LOAD_DISTANCE) {
      this.span = extendDown(this.span, this.#messages.length);
    }
    if (this.scroll.above > LOAD_DISTANCE) this.#groupStart = this.#messages[0]?.key ?? '';
  }

  #readerMoved() {
    const { following, above, below, height } = this.scroll;
    if (height === 0) return;
    if (following) this.arrivals = 0;
    const nearTop = !following && above < LOAD_DISTANCE;
    const nearBottom = !following && below < LOAD_DISTANCE;
    const mayExtend = (nearTop && this.span.start > 0) || (nearBottom && this.span.end < this.#messages.length);
    if (mayExtend || this.#isAway() !== this.away) this.#host.requestUpdate();
    const fits = above <= 0 && below <= 0;
    const atFirst = this.span.start === 0 && this.#messages.length > 0;
    if (atFirst && (nearTop || fits) && !this.#options.source()?.noMoreNow) this.#options.loadOlder();
    this.#fillNear();
    this.#options.moved();
  }

  /** Gaps are filled before the reader comes to them, one page at a time. */
  #fillNear() {
    const { gaps } = this.#options.source() ?? {};
    const parts = this.#options.parts();
    if (!gaps?.size || !parts || [...gaps.values()].includes('loading')) return;
    const { top, bottom } = parts.scroller.getBoundingClientRect();
    const near = [...parts.content.querySelectorAll<HTMLElement>('.gap')].find((gap) => {
      const at = topOf(gap);
      return at > top - LOAD_DISTANCE && at < bottom + LOAD_DISTANCE && gaps.get(gap.dataset.key ?? '') === 'open';
    });
    if (near) this.fill(near);
  }

  #isAway(): boolean {
    if (this.scroll.following || this.#messages.length === 0) return false;
    return this.arrivals > 0 || this.span.end < this.#messages.length || this.scroll.below > AWAY_DISTANCE;
  }

  /** Rows that surely fill the view, and some more. */
  #viewRows(): number {
    return Math.max(STEP_ROWS, Math.ceil(this.scroll.height / LEAST_ROW_HEIGHT) + 10);
  }

  #keepPlace() {
    if (this.#id === undefined) return;
    const place = this.scroll.place;
    const key = place && this.#options.keyOf(place.row);
    if (place && key !== undefined) this.#places.set(this.#id, { key, offset: place.offset });
    else this.#places.delete(this.#id);
  }

  #placeOf({ key, offset }: KeptPlace): ScrollPlace | undefined {
    const row = this.#options.rowOf(key);
    return row && { row, offset };
  }

  /** Undefined when everything from there on fits into the view. */
  #topPlace(key: string): ScrollPlace | undefined {
    const row = this.#options.rowOf(key);
    const parts = this.#options.parts();
    if (!row || !parts) return undefined;
    const rest = parts.content.getBoundingClientRect().bottom - row.getBoundingClientRect().top;
    const whole = this.span.end === this.#messages.length;
    return whole && rest + TOP_OFFSET <= this.scroll.height ? undefined : { row, offset: TOP_OFFSET };
  }
}

/** Messages of others after the one that was the newest; 0 when that is gone. */
function countArrivals(before: readonly Message[], now: readonly Message[]): number {
  const last = before.findLast((message) => message.archiveId !== undefined) ?? before.at(-1);
  const known = now.findLastIndex(({ key }) => key === last?.key);
  return known < 0 ? 0 : now.slice(known + 1).filter(({ own, kind }) => !own && kind !== 'system').length;
}
