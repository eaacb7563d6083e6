import { waitUntil } from '@open-wc/testing';

/** A WebSocket that never answers. */
class SilentSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readyState = SilentSocket.CONNECTING;
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  onclose: ((event: Event) => void) | null = null;
  constructor(readonly url: string) {
    super();
  }
  send() {
    // Nobody listens.
  }
  close() {
    this.readyState = SilentSocket.CLOSED;
    this.#tell(new CloseEvent('close', { code: 1006 }));
  }
  refuse() {
    this.#tell(new Event('error'));
    this.close();
  }
  #tell(event: Event) {
    this.dispatchEvent(event);
    const { type } = event;
    if (type === 'close') this.onclose?.(event);
    if (type === 'error') this.onerror?.(event);
  }
}

/** Puts silent sockets in the place of real ones for every test of a suite, and tells what was done with them. */
export function watchSockets() {
  const sockets: SilentSocket[] = [];
  const real = globalThis.WebSocket;
  const isClosed = (index: number) => sockets[index]?.readyState === SilentSocket.CLOSED;

  beforeEach(() => {
    sockets.length = 0;
    class Watched extends SilentSocket {
      constructor(url: string) {
        super(url);
        sockets.push(this);
      }
    }
    globalThis.WebSocket = Watched as never;
  });
  afterEach(() => {
    globalThis.WebSocket = real;
  });

  return {
    sockets,
    isClosed,
    /** Resolves when so many were opened. */
    opened: (count: number) => waitUntil(() => sockets.length >= count, `socket ${String(count)} was not opened`),
    closed: (index: number) => waitUntil(() => isClosed(index), `socket ${String(index)} was not closed`),
    /** Breaks it off, as when nobody listens there. */
    refuse: (index: number) => sockets[index]?.refuse(),
  };
}
