/** An XML stream on a WebSocket (RFC 7395). Elements and their parser are those of xmpp.js. */
import { isBareJid } from '../domain/jid.js';
import { isLoopback } from '../domain/loopback.js';
import { buildClose, buildOpen, parseFraming, parseOtherUri, SUBPROTOCOL } from '../protocol/framing.js';
import { parseStreamError } from '../protocol/stream-error.js';
import { XmlParser } from '../protocol/xml-parser.js';
import { cleanStanza, type Element } from '../protocol/xml.js';
import { ConnectionFailure, streamFailure } from './failure.js';

/** How long the server has for its last word, ms. */
const CLOSE_TIMEOUT_MS = 3_000;

export interface XmlStreamHandlers {
  /** The server was reached, and the stream was begun. */
  onBegun(): void;
  /** Every element from the server; an exception reaches nobody else. */
  onElement(element: Element): void;
  /** The stream ended, but not by `close()` or `drop()`. Nothing is told afterwards. */
  onEnd(failure: ConnectionFailure): void;
}

export class XmlStream {
  /** True when nobody on the way can listen: `wss:`, or this very machine. */
  readonly secure: boolean;
  readonly #domain: string;
  readonly #from: string | undefined;
  readonly #handlers: XmlStreamHandlers;
  readonly #socket: WebSocket;
  readonly #parser = new XmlParser((element) => {
    this.#receive(element);
  });
  #connected = false;
  /** Nothing is said or heard any more but the end. */
  #ended = false;

  /**
   * Connects, and begins the stream as soon as that is done.
   * @param account - Bare JID of who is going to log in; anything else is not said.
   * @throws {DOMException} when the browser refuses the address.
   */
  constructor(service: string, domain: string, account: string, handlers: XmlStreamHandlers) {
    const { protocol, hostname } = new URL(service);
    this.secure = protocol === 'wss:' || isLoopback(hostname);
    this.#domain = domain;
    // RFC 6120 section 4.7.1: not before it is safe to say. Prosody offers tokens only to those who do.
    this.#from = this.secure && isBareJid(account) ? account : undefined;
    this.#handlers = handlers;
    this.#socket = new WebSocket(service, SUBPROTOCOL);
    this.#socket.onopen = () => {
      this.#connected = true;
      this.open();
      this.#handlers.onBegun();
    };
    this.#socket.onmessage = ({ data }) => {
      this.#read(String(data));
    };
    // What went wrong a browser tells nobody; an error is followed by this.
    this.#socket.onclose = () => {
      this.#end(new ConnectionFailure(this.#connected ? 'lost' : 'unreachable'));
    };
  }

  /** True once the server was reached. */
  get connected(): boolean {
    return this.#connected;
  }

  /** Begins the stream, or begins it anew, as authentication demands. */
  open() {
    this.send(buildOpen(this.#domain, this.#from));
  }

  /** Everything that leaves goes through here, and leaves fit for XML. A socket that is closing would complain on the console. */
  send(element: Element) {
    if (this.#ended || this.#socket.readyState !== WebSocket.OPEN) return;
    element.attrs.xmlns ??= 'jabber:client';
    this.#socket.send(cleanStanza(element).toString());
  }

  /**
   * Ends the stream in good order. The server has the last word: a socket that closes before that looks like a lost connection,
   * and it would keep our place in every room for minutes.
   */
  close() {
    if (!this.#connected || this.#ended) {
      this.drop();
      return;
    }
    this.send(buildClose());
    this.#ended = true;
    setTimeout(() => {
      this.drop();
    }, CLOSE_TIMEOUT_MS);
  }

  /** Lets go of the socket without a word, and waits for nothing: ejabberd never answers its closing. */
  drop() {
    this.#ended = true;
    this.#socket.close();
  }

  #read(text: string) {
    try {
      this.#parser.write(text);
    } catch {
      this.#end(new ConnectionFailure('lost', 'The server sent something that is not XML'));
    }
  }

  #receive(element: Element) {
    const framing = parseFraming(element);
    if (this.#ended) {
      if (framing === 'close') this.drop();
      return;
    }
    const error = parseStreamError(element);
    if (error) this.#end(streamFailure(error));
    else if (framing === 'close') this.#end(new ConnectionFailure('lost', '', parseOtherUri(element)));
    else if (!framing) this.#handlers.onElement(element);
  }

  #end(failure: ConnectionFailure) {
    if (this.#ended) return;
    this.drop();
    this.#handlers.onEnd(failure);
  }
}
