/** The XML stream of xmpp.js, made safe against what a server may send. */
import ConnectionWebSocket from '@xmpp/websocket/lib/Connection.js';
import FramedParser from '@xmpp/websocket/lib/FramedParser.js';
import { ConnectionFailure, toFailure } from './failure.js';

/** Elements nested deeper than this are cut off: walking them would overflow the stack. */
const MAX_DEPTH = 64;

/** Children of one element beyond this number are cut off. */
const MAX_CHILDREN = 5000;

/** Builds no more than a screen could ever show. */
class BoundedParser extends FramedParser {
  #depth = 0;
  #skipped = 0;

  override onStartElement(name: string, attrs: Record<string, string>) {
    const full = this.#depth >= MAX_DEPTH || (this.cursor?.children.length ?? 0) >= MAX_CHILDREN;
    if (this.#skipped > 0 || full) {
      this.#skipped += 1;
      return;
    }
    this.#depth += 1;
    super.onStartElement(name, attrs);
  }

  override onEndElement(name: string) {
    if (this.#skipped > 0) {
      this.#skipped -= 1;
      return;
    }
    this.#depth -= 1;
    super.onEndElement(name);
  }

  override onText(text: string) {
    if (this.#skipped === 0) super.onText(text);
  }
}

export class XmlStream extends ConnectionWebSocket {
  override Parser = BoundedParser;
  readonly #onFailure: (failure: ConnectionFailure) => void;

  /** `onFailure` is told when the stream cannot go on. */
  constructor(
    options: { readonly service: string; readonly domain: string; readonly timeout: number },
    onFailure: (failure: ConnectionFailure) => void,
  ) {
    super(options);
    this.#onFailure = onFailure;
  }

  /** A throw while the library parses leaves its parser dead, and would reach the page. */
  override _onData(data: string) {
    try {
      super._onData(data);
    } catch {
      this.#onFailure(new ConnectionFailure('lost', 'The server sent something that is not XML'));
    }
  }

  /** The library would follow a server to any host, even from wss: to ws:. */
  override _onSeeOtherHost(error: unknown) {
    this.#onFailure(toFailure(error));
    return Promise.resolve();
  }

  /** Lets go of the socket without a word, and waits for nothing. */
  drop() {
    const wrapper = this.socket;
    const socket = wrapper?.socket;
    this._detachParser();
    this._detachSocket();
    // Else the dying socket's errors would be thrown into the page.
    wrapper?._detachSocket();
    socket?.close();
  }
}
