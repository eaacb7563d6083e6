import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ChatService } from '../../context.js';
import { ChatError } from '../../domain/session-events.js';
import { ChatErrorEvent } from '../../events/chat-error-event.js';
import { ConnectionChangeEvent } from '../../events/connection-change-event.js';
import { MessageReceiveEvent } from '../../events/message-receive-event.js';
import { RoomChangeEvent } from '../../events/room-change-event.js';
import { UnreadChangeEvent } from '../../events/unread-change-event.js';
import { createChatSession } from '../../service/chat-session.js';
import type { SessionOptions } from '../../service/options.js';

/**
 * Keeps the session of an element: makes it when there are options, makes it anew when they change, closes it when the element is
 * gone for good, and tells its news as events of the element. A session that the page gave is used, but never opened or closed.
 */
export class SessionOwner implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #onChange: (session: ChatService | undefined) => void;
  #given: ChatService | undefined;
  #own: ChatService | undefined;
  #options: SessionOptions | undefined;
  #followed: ChatService | undefined;
  #stops: readonly (() => void)[] = [];
  #asleep = false;
  #offer: (session: ChatService) => void = () => undefined;
  #offered = new Promise<ChatService>((resolve) => (this.#offer = resolve));

  /** `onChange` is called with every new session, and with undefined when there is none any more. */
  constructor(host: ReactiveControllerHost & HTMLElement, onChange: (session: ChatService | undefined) => void) {
    this.#host = host;
    this.#onChange = onChange;
    host.addController(this);
  }

  get session(): ChatService | undefined {
    return this.#given ?? this.#own;
  }

  /** Fulfilled when there is a session, and that one is ready. */
  get ready(): Promise<void> {
    return this.#offered.then((session) => session.ready);
  }

  /** Uses a session of the page's; undefined goes back to an own one. */
  give(session: ChatService | undefined) {
    this.#given = session;
    if (session) this.configure(undefined);
    this.#follow();
  }

  /** Makes the session that the options ask for, unless it is there already; undefined closes it. A given session goes first. */
  configure(wanted: SessionOptions | undefined) {
    const options = this.#given ? undefined : wanted;
    if (sameOptions(options, this.#options)) return;
    this.#options = options;
    const old = this.#own;
    this.#own = options && createChatSession(options);
    this.#follow();
    void old?.disconnect();
    if (this.#own) connect(this.#own);
  }

  /** @throws {ChatError} When there is no session, or it gave up. */
  async connect(): Promise<void> {
    if (!this.session) throw new ChatError('connection', 'There is no session: set service and credentials.', true);
    await this.session.connect();
  }

  hostConnected() {
    if (!this.#asleep) return;
    this.#asleep = false;
    if (this.#own) connect(this.#own);
  }

  hostDisconnected() {
    // A move takes the element out and puts it in again within one task.
    queueMicrotask(() => {
      if (this.#host.isConnected) return;
      this.#asleep = true;
      void this.#own?.disconnect();
    });
  }

  #follow() {
    const { session } = this;
    if (session === this.#followed) return;
    for (const stop of this.#stops) stop();
    this.#followed = session;
    this.#stops = session ? forward(session, this.#host) : [];
    if (session) {
      this.#offer(session);
      this.#offered = Promise.resolve(session);
    }
    this.#onChange(session);
    this.#host.requestUpdate();
  }
}

/** Says what a session reports as events of the element, until the returned functions are called. */
function forward(session: ChatService, host: HTMLElement): readonly (() => void)[] {
  return [
    session.on('connection-change', ({ status, reason }) =>
      host.dispatchEvent(new ConnectionChangeEvent(reason ? { status, reason } : { status })),
    ),
    session.on('message-receive', ({ message, roomJid }) =>
      host.dispatchEvent(new MessageReceiveEvent(message, roomJid)),
    ),
    session.on('room-change', ({ roomJid }) => host.dispatchEvent(new RoomChangeEvent(roomJid))),
    session.on('unread-change', ({ total }) => host.dispatchEvent(new UnreadChangeEvent(total))),
    session.on('error', (error) => host.dispatchEvent(new ChatErrorEvent(error))),
  ];
}

/** Whoever wants to know how it went asks the connection store, or listens for the event. */
function connect(session: ChatService) {
  session.connect().catch(() => undefined);
}

/** Credentials count by what they hold; a function by which it is. */
function sameOptions(a: SessionOptions | undefined, b: SessionOptions | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b) && askedOf(a) === askedOf(b);
}

function askedOf(options: SessionOptions | undefined): unknown {
  return typeof options?.credentials === 'function' && options.credentials;
}
