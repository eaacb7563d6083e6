/** What the page's WebSockets say and hear, in order. */

export interface Frame {
  /** `out`: from the page to the server. */
  readonly direction: 'in' | 'out';
  readonly text: string;
  /** Counted from 1: which of the page's connections. */
  readonly connection: number;
}

export interface FrameRecorder {
  readonly frames: readonly Frame[];
  /** How many connections were begun. */
  readonly connections: number;
  /** Every socket, the newest last. */
  readonly sockets: readonly WebSocket[];
  /** Texts of the frames that the page sent. */
  sent(): string[];
  /** Resolves with the first frame of that direction that matches, now or later. */
  waitFor(direction: 'in' | 'out', pattern: RegExp): Promise<string>;
  /** From now on, what the server says and what matches never reaches the page. */
  lose(pattern: RegExp): void;
  /** What the page says from now on waits until the returned function is called. What its connection does not live to see is lost. */
  hold(): () => void;
  /**
   * Does something to the connections in a moment in which nobody has anything to say; what comes to the page's mind meanwhile
   * waits. What ejabberd 24.12 writes to a WebSocket in the moment of its end holds up the stream for 15 s, more than we wait.
   */
  inSilence(action: () => Promise<void>): Promise<void>;
  /** Puts the browser's own WebSocket back. */
  restore(): void;
}

const STANZA = /^<(iq|message|presence)\b/;
/** Stanzas to which the server says something, in which their id is. */
const QUESTION = /^<(iq\b[^>]* type="[gs]et"|message\b[^>]* type="groupchat")/;

/** True when all that was said on a connection is answered, and both sides have confirmed what they have heard (XEP-0198). */
function isQuiet(frames: readonly Frame[]): boolean {
  const lastOf = (way: 'in' | 'out', pattern: RegExp) =>
    frames.findLastIndex(({ direction, text }) => direction === way && pattern.test(text));
  const count = (way: 'in' | 'out', pattern: RegExp, from = 0) =>
    frames.filter(({ direction, text }, index) => index >= from && direction === way && pattern.test(text)).length;
  const numberIn = (pattern: RegExp) => Number(pattern.exec(frames[lastOf('out', pattern)]?.text ?? '')?.[1] ?? 0);

  const isAnswered = frames.every(({ direction, text }, index) => {
    if (direction === 'in' || !QUESTION.test(text)) return true;
    const id = /\bid="([^"]*)"/.exec(text)?.[1] ?? '';
    const isAnswer = (frame: Frame) => frame.direction === 'in' && frame.text.startsWith(text.slice(0, 3));
    return frames.slice(index).some((frame) => isAnswer(frame) && frame.text.includes(id));
  });
  const isTaken = lastOf('out', /^<r\b/) > lastOf('out', STANZA) && count('in', /^<a\b/) >= count('out', /^<r\b/);

  const begun = lastOf('in', /<(enabled|resumed)\b/);
  const before = frames[begun]?.text.includes('<resumed') ? numberIn(/<resume\b[^>]* h="(\d+)"/) : 0;
  const confirmed = Math.max(before, numberIn(/^<a\b[^>]* h="(\d+)"/));
  const isConfirmed = begun >= 0 && confirmed === before + count('in', STANZA, begun);
  return (
    lastOf('out', /^<close\b/) >= 0 ||
    (isAnswered && isTaken && isConfirmed && lastOf('out', /^<a\b/) >= lastOf('in', /^<r\b/))
  );
}

/** Records everything from now on; call `restore()` afterwards. */
export function recordFrames(): FrameRecorder {
  const frames: Frame[] = [];
  const sockets: WebSocket[] = [];
  const waiting = new Set<(frame?: Frame) => void>();
  let lost: RegExp | undefined;
  /** What the page has said while it is held; undefined while it is not. */
  let held: (() => void)[] | undefined;
  const Original = globalThis.WebSocket;
  const tell = (frame?: Frame) => {
    for (const check of [...waiting]) check(frame);
  };
  const add = (frame: Frame) => {
    frames.push(frame);
    tell(frame);
  };
  globalThis.WebSocket = class extends Original {
    readonly #connection: number;
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.#connection = sockets.push(this);
      this.addEventListener('message', (event: MessageEvent<unknown>) => {
        const text = String(event.data);
        if (lost?.test(text)) event.stopImmediatePropagation();
        add({ direction: 'in', text, connection: this.#connection });
      });
      this.addEventListener('close', () => {
        tell();
      });
    }
    override send(data: string) {
      const pass = () => {
        if (this.readyState === WebSocket.OPEN) super.send(data);
      };
      if (held) held.push(pass);
      else super.send(data);
      add({ direction: 'out', text: data, connection: this.#connection });
    }
  };
  const hold = () => {
    held = [];
    return () => {
      for (const pass of held?.splice(0) ?? []) pass();
      held = undefined;
    };
  };
  /** Resolves with what ends it. */
  const silence = () =>
    new Promise<() => void>((resolve) => {
      const check = () => {
        const isOver = sockets.every(
          ({ readyState }, index) =>
            readyState > WebSocket.OPEN || isQuiet(frames.filter(({ connection }) => connection === index + 1)),
        );
        if (!isOver) return;
        waiting.delete(check);
        resolve(hold());
      };
      waiting.add(check);
      check();
    });
  return {
    frames,
    sockets,
    get connections() {
      return sockets.length;
    },
    sent: () => frames.filter(({ direction }) => direction === 'out').map(({ text }) => text),
    waitFor(direction, pattern) {
      const matches = (frame: Frame) => frame.direction === direction && pattern.test(frame.text);
      const found = frames.find(matches);
      if (found) return Promise.resolve(found.text);
      return new Promise((resolve) => {
        const check = (frame?: Frame) => {
          if (!frame || !matches(frame)) return;
          waiting.delete(check);
          resolve(frame.text);
        };
        waiting.add(check);
      });
    },
    lose(pattern) {
      lost = pattern;
    },
    hold,
    async inSilence(action) {
      const speak = await silence();
      await action();
      speak();
    },
    restore() {
      globalThis.WebSocket = Original;
    },
  };
}

/** Ids of the messages that went out, in order. */
export function sentIds(frames: FrameRecorder): (string | undefined)[] {
  return frames
    .sent()
    .filter((text) => text.includes('<body>'))
    .map((text) => /\bid="([^"]*)"/.exec(text)?.[1]);
}

/** What went out to an address, such as a room, or to one that begins like it; in order. */
export function sentTo(frames: FrameRecorder, address: string): string[] {
  return frames.sent().filter((text) => text.includes(` to="${address}`));
}
