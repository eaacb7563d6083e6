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
  /** Puts the browser's own WebSocket back. */
  restore(): void;
}

/** Records everything from now on; call `restore()` afterwards. */
export function recordFrames(): FrameRecorder {
  const frames: Frame[] = [];
  const sockets: WebSocket[] = [];
  const waiting = new Set<(frame: Frame) => void>();
  let lost: RegExp | undefined;
  const Original = globalThis.WebSocket;
  const add = (frame: Frame) => {
    frames.push(frame);
    for (const check of [...waiting]) check(frame);
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
    }
    override send(data: string) {
      add({ direction: 'out', text: data, connection: this.#connection });
      super.send(data);
    }
  };
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
        const check = (frame: Frame) => {
          if (!matches(frame)) return;
          waiting.delete(check);
          resolve(frame.text);
        };
        waiting.add(check);
      });
    },
    lose(pattern) {
      lost = pattern;
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
