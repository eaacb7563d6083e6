/**
 * A session on the server that the tabs of an account share. To its tab it looks like a connection of its own, whether the socket
 * is here or in the leading tab: what comes is told by the one that hears it, what goes out is written by the one that can.
 */
import { log } from '../../log.js';
import { parseElement } from '../../protocol/xml-parser.js';
import { cleanStanza, type Element } from '../../protocol/xml.js';
import type { EarlierStream } from '../login.js';
import type { SessionStream, Transport } from '../transport.js';
import { RoomEntries } from './room-entries.js';
import type { SessionReplica } from './session-replica.js';
import type { TabChannel } from './tab-channel.js';
import type { Outgoing, SessionMessage, SessionNews, SessionSnapshot } from './tab-message.js';

/** What a shared session tells its tab. */
export interface SharedSessionHandlers {
  onStanza(stanza: Element): void;
  /** The server has a stanza of this tab. */
  onTaken(stanza: Element): void;
  /** Another tab has written this. */
  onSent(stanza: Element): void;
  /** Something was written that the leader has to answer. */
  onAsked(): void;
}

export class SharedSession implements SessionStream {
  readonly replica: SessionReplica;
  readonly #channel: TabChannel;
  readonly #handlers: SharedSessionHandlers;
  readonly #entries = new RoomEntries();
  /** The connection, while this tab leads and is online. */
  #own: Transport | undefined;

  constructor(replica: SessionReplica, channel: TabChannel, handlers: SharedSessionHandlers) {
    this.replica = replica;
    this.#channel = channel;
    this.#handlers = handlers;
  }

  /** True while the connection is here. */
  get carried(): boolean {
    return this.#own !== undefined;
  }

  /** What it takes to go on with the stream; undefined when that cannot be. */
  get earlier(): EarlierStream | undefined {
    this.#noteStream();
    const { jid, handled, stream } = this.replica;
    return stream ? { id: stream, handled, jid } : undefined;
  }

  get handled(): number {
    return this.replica.handled;
  }

  get taken(): number {
    return this.replica.taken;
  }

  get said(): number {
    return this.replica.said;
  }

  snapshot(): SessionSnapshot {
    this.#noteStream();
    return this.replica.snapshot();
  }

  /** Goes on with this connection, or without one. What could not be written goes out. */
  carry(transport: Transport | undefined) {
    this.#own = transport;
    if (!transport) return;
    this.#takeUp(transport);
    for (const stanza of [...this.replica.unwritten]) this.#writeFor(stanza);
  }

  /** Whoever leads writes it, now or as soon as somebody leads. */
  send(stanza: Element) {
    const outgoing = this.replica.compose(this.#channel.tab, cleanStanza(stanza).toString());
    if (this.#own) this.#write(outgoing, stanza);
    else this.#ask(outgoing);
  }

  /** Asks once more for what no leader has written. */
  repeat() {
    for (const stanza of this.replica.unwritten) this.#ask(stanza);
  }

  /** A stanza has come over the own connection. */
  receive(stanza: Element) {
    const number = this.#own?.manager?.handled ?? this.replica.handled + 1;
    // The tab that led before had heard it, too.
    if (number <= this.replica.handled) return;
    if (this.#channel.heard) this.#tell({ type: 'in', number, xml: stanza.toString() });
    // It is here already: the text is for the others.
    this.replica.receive(number, '');
    this.#entries.received(stanza);
    this.#protect(() => this.#handlers.onStanza(stanza));
  }

  /** The server has the oldest stanza that it may not have had. */
  confirm() {
    this.#confirmAll(this.replica.taken + 1);
  }

  /** What another tab says of this session. */
  hear(message: SessionMessage) {
    if (message.type === 'in') this.#hearIncoming(message.number, message.xml);
    else if (message.type === 'out') this.#hearOutgoing(message.stanza, message.number);
    else if (message.type === 'taken') this.#hearTaken(message.count);
    else if (message.type === 'stream') this.replica.stream = message.stream;
    else this.#writeFor(message.stanza);
  }

  #hearIncoming(number: number, text: string) {
    for (const xml of this.replica.receive(number, text)) {
      const stanza = parseElement(xml);
      // A question of the server is answered by the tab that it came to.
      const isQuestion = stanza?.is('iq') && (stanza.attrs.type === 'get' || stanza.attrs.type === 'set');
      if (stanza && !isQuestion) this.#protect(() => this.#handlers.onStanza(stanza));
    }
  }

  #hearOutgoing(outgoing: Outgoing, number: number | undefined) {
    const isNews = this.replica.written(outgoing, number);
    if (isNews && number !== undefined) this.#tellSent(outgoing, parseElement(outgoing.xml));
  }

  #tellSent({ tab }: Outgoing, stanza: Element | undefined) {
    if (stanza && tab !== this.#channel.tab) this.#protect(() => this.#handlers.onSent(stanza));
  }

  #hearTaken(count: number) {
    for (const { tab, xml } of this.replica.confirm(count)) {
      const stanza = tab === this.#channel.tab ? parseElement(xml) : undefined;
      if (stanza) this.#protect(() => this.#handlers.onTaken(stanza));
    }
  }

  #confirmAll(count: number) {
    this.#tell({ type: 'taken', count });
    this.#hearTaken(count);
  }

  /** What the tab that led before has written since this one has asked the server to go on. */
  #takeUp(own: Transport) {
    const { manager } = own;
    if (!manager) return;
    if (manager.taken > this.replica.taken) this.#confirmAll(manager.taken);
    for (const { xml } of this.replica.writtenAfter(manager.said)) {
      const stanza = parseElement(xml);
      if (stanza) own.send(stanza);
    }
  }

  #ask(stanza: Outgoing) {
    this.#tell({ type: 'write', stanza });
    this.#handlers.onAsked();
  }

  /** Only in order, and only once, however often a tab asks. */
  #writeFor(outgoing: Outgoing) {
    if (!this.#own || !this.replica.isNext(outgoing)) return;
    const stanza = parseElement(outgoing.xml);
    if (stanza && !this.#isNeedless(stanza, outgoing.tab)) this.#write(outgoing, stanza);
    else {
      this.replica.written(outgoing);
      this.#tell({ type: 'out', stanza: outgoing });
    }
  }

  /** The tab that leads tells the server that we are there, and one of them a room. */
  #isNeedless(stanza: Element, tab: string): boolean {
    const isPresence = stanza.getName() === 'presence' && stanza.attrs.to === undefined;
    return (isPresence && tab !== this.#channel.tab) || this.#entries.isDouble(stanza, tab);
  }

  /** The others are told first: what the server gets although this tab dies now, they know of. */
  #write(outgoing: Outgoing, stanza: Element) {
    const number = this.replica.said + 1;
    this.replica.written(outgoing, number);
    this.#entries.sent(stanza, outgoing.tab);
    this.#tell({ type: 'out', number, stanza: outgoing });
    this.#own?.send(stanza);
    this.#tellSent(outgoing, stanza);
  }

  #tell(news: SessionNews) {
    this.#noteStream();
    this.#channel.post({ ...news, session: this.replica.session });
  }

  /** The server names the stream some time after it has begun, and may name it anew. */
  #noteStream() {
    const stream = this.#own?.manager?.earlier?.id;
    if (!stream || stream === this.replica.stream) return;
    this.replica.stream = stream;
    this.#channel.post({ type: 'stream', session: this.replica.session, stream });
  }

  /** A listener that fails must not stop the next stanza. */
  #protect(callback: () => void) {
    try {
      callback();
    } catch (error) {
      log.debug('a listener failed', error);
    }
  }
}
