/**
 * One connection for all tabs in which an account is signed in. One tab leads: it holds a Web Lock, and the connection. The others
 * follow what it tells on a BroadcastChannel, each with a whole session of its own; when it goes, the next goes on with its stream.
 *
 * A SharedWorker would be simpler, but browsers run one only from the page's own origin, and the script may come from a CDN.
 */
import type { ConnectionState } from '../../domain/connection.js';
import type { Element } from '../../protocol/xml.js';
import { ConnectionFailure } from '../failure.js';
import type { Transport } from '../transport.js';
import { SessionReplica } from './session-replica.js';
import { SharedSession } from './shared-session.js';
import { TabChannel } from './tab-channel.js';
import { TabLock } from './tab-lock.js';
import type { Invitation, SessionMessage, SessionSnapshot, TabMessage, TabNews } from './tab-message.js';

/** How long a stanza may be missing before one that has come, ms. */
const GAP_MS = 2_000;

/** What the tabs tell their owner. */
export interface TabsHandlers {
  /** Writes down all that was handled, for a tab that comes and reads it. False when that cannot be. */
  keep(): Promise<boolean>;
  /** How the leader's connection is. */
  onState(state: ConnectionState): void;
  /** The session goes on at another place, or there is one again: it has to be opened anew. */
  onMove(): void;
  /** A stanza of the session, wherever it has come. */
  onStanza(stanza: Element): void;
  /** The server has a stanza of this tab. */
  onTaken(stanza: Element): void;
  /** Another tab has sent this. */
  onSent(stanza: Element): void;
  /** Another tab wants to be online. */
  onWanted(): void;
  /** Another tab wants to know whether the server lives. */
  onCheck(): void;
  /** The user has logged out in another tab. */
  onLogout(): void;
}

/** Where a tab stands when it wants to be online: at the head, or behind the tab that has this session. */
export type Place = { readonly leads: true } | ({ readonly leads: false } & Invitation);

/** False where the browser lacks what tabs need to agree; also pages that came over `http:` do. */
export function canShare(): boolean {
  return 'locks' in navigator && 'BroadcastChannel' in globalThis;
}

export class AccountTabs {
  /** Bare JID. */
  readonly account: string;
  readonly #handlers: TabsHandlers;
  readonly #channel: TabChannel;
  readonly #lock: TabLock;
  #state: ConnectionState = { status: 'connecting', attempt: 0 };
  #session: SharedSession | undefined;
  /** The connection, while this tab leads and is online. */
  #own: Transport | undefined;
  /** Waits for its place: to lead, or to follow into a session. */
  #place: PromiseWithResolvers<Place> | undefined;
  /** See `waits`. */
  #waits = Promise.withResolvers<void>();
  /** What is told of sessions while this tab looks for its place. */
  #early: TabMessage[] = [];
  #gap: ReturnType<typeof setTimeout> | undefined;
  /** The owner was told to open the session anew, and has not begun yet. */
  #moving = false;
  #left = false;
  #retired: Promise<boolean> | undefined;
  /** The session that the leader has, as far as it has said. */
  #leaders: string | undefined;

  constructor(account: string, handlers: TabsHandlers) {
    this.account = account;
    const name = `ethora-chat:tabs:${account}`;
    this.#handlers = handlers;
    this.#channel = new TabChannel(name, (message) => {
      this.#hear(message);
    });
    this.#lock = new TabLock(name, {
      onGranted: () => {
        this.#promote();
      },
      onLost: () => {
        this.#depose();
      },
    });
  }

  /** True when the connection is this tab's. */
  get leads(): boolean {
    return this.#lock.held;
  }

  /**
   * Waits until this tab may lead, or the leader lets it in. Then one of `lead` and `follow` is called.
   * @throws {ConnectionFailure} when the leader has given up.
   */
  findPlace(): Promise<Place> {
    this.#moving = false;
    if (this.#lock.held) return Promise.resolve({ leads: true });
    if (!this.#place) {
      this.#place = Promise.withResolvers();
      this.#waits = Promise.withResolvers();
      this.#early = [];
      this.#lock.queue();
    }
    this.want();
    return this.#place.promise;
  }

  /** Resolves when the leader has said that it is not online itself: the place may be long in coming. */
  get waits(): Promise<void> {
    return this.#waits.promise;
  }

  /** The session so far, for a tab that leads and would go on with its stream. */
  get session(): SessionSnapshot | undefined {
    return this.#session?.snapshot();
  }

  /**
   * Goes online with a connection of this tab's own, which goes on with the session, or begins one.
   * @throws {ConnectionFailure} when another tab has taken the lead meanwhile.
   */
  lead(own: Transport): Transport {
    if (!this.#lock.held) {
      own.drop();
      throw new ConnectionFailure('lost');
    }
    this.#place = undefined;
    this.#own = own;
    const session = (own.resumed && this.#session) || this.#share(SessionReplica.begin(own.jid, beginningOf(own)));
    return this.#enter(session, own.resumed);
  }

  /** Goes online with the leader's connection. `restored`: this tab shows what the leader has written down. */
  follow(snapshot: SessionSnapshot, restored: boolean): Transport {
    const { replica } = this.#session ?? {};
    const resumed = replica?.session === snapshot.session && replica.handled >= snapshot.handled;
    const session = (resumed && this.#session) || this.#share(new SessionReplica(snapshot));
    return this.#enter(session, resumed || restored);
  }

  /** The stream of the session cannot go on. */
  forget() {
    this.#session = undefined;
  }

  /** A stanza has come over the own connection. */
  receive(stanza: Element) {
    this.#session?.receive(stanza);
  }

  /** The server has the oldest stanza that it may not have had, as the own connection says. */
  confirm() {
    this.#session?.confirm();
  }

  /** The own connection is gone. */
  lose() {
    this.#own = undefined;
    this.#session?.carry(undefined);
  }

  /** The others see what this tab, which leads, does. */
  tell(state: ConnectionState) {
    this.#state = state;
    if (this.#lock.held) this.#tellState();
  }

  /** Asks the leader to be online. */
  want() {
    this.#ask({ type: 'hello' });
  }

  /** Asks the leader whether the server lives. */
  check() {
    this.#ask({ type: 'check' });
  }

  /** Hears and says nothing more; `leave()` follows. Resolves with true when the session stays that of others. */
  retire(): Promise<boolean> {
    this.#left = true;
    return (this.#retired ??= this.#isOfOthers());
  }

  /** Goes. Where there are others, the session stays theirs; else it ends in good order. */
  async leave(): Promise<void> {
    if (await this.retire()) this.#own?.drop();
    else this.#own?.close();
    this.#end();
  }

  /** The page is not shown for now: another one may go on at once. */
  sleep() {
    this.#end();
  }

  /** It is shown again. */
  wake() {
    this.#channel.open();
  }

  /** Ends the session for all. `told`: another tab has done it. */
  logOut(told: boolean) {
    this.#left = true;
    if (!told) this.#channel.post({ type: 'logout' });
    this.#own?.close();
    this.#end();
  }

  async #isOfOthers(): Promise<boolean> {
    return !this.#lock.held || (await this.#lock.isWanted());
  }

  #end() {
    this.lose();
    this.#place = undefined;
    clearTimeout(this.#gap);
    this.#lock.release();
    this.#channel.close();
  }

  #share(replica: SessionReplica): SharedSession {
    return new SharedSession(replica, this.#channel, {
      onStanza: (stanza) => {
        if (!this.#left) this.#handlers.onStanza(stanza);
      },
      onTaken: (stanza) => {
        if (!this.#left) this.#handlers.onTaken(stanza);
      },
      onSent: (stanza) => {
        if (!this.#left) this.#handlers.onSent(stanza);
      },
      onAsked: () => {
        this.#expectAnswer();
      },
    });
  }

  #enter(session: SharedSession, resumed: boolean): Transport {
    const own = this.#own;
    this.#session = session;
    return {
      jid: session.replica.jid,
      manager: session,
      resumed,
      settlesAt: session.replica.settlesAt,
      start: () => {
        session.carry(own);
        own?.start();
        this.#start(session);
      },
      send: (stanza) => {
        const isCurrent = session === this.#session && !this.#left;
        if (isCurrent) session.send(stanza);
        return isCurrent;
      },
      close: () => void this.leave(),
      drop: () => {
        own?.drop();
        this.lose();
      },
    };
  }

  /** The tab is ready for what has come meanwhile. */
  #start(session: SharedSession) {
    const early = this.#early;
    this.#early = [];
    this.#place = undefined;
    for (const message of early) this.#hear(message);
    if (this.#own) return;
    session.repeat();
    // Meanwhile the leader may have gone, or begun a new session.
    const isOver = this.#leaders !== undefined && this.#leaders !== session.replica.session;
    if (this.#lock.held || isOver) this.#move();
  }

  /** The turn of this tab has come. */
  #promote() {
    this.#tellState();
    if (this.#place) this.#place.resolve({ leads: true });
    else this.#move();
  }

  /** Another tab leads now. It has the session, so the server is told nothing. */
  #depose() {
    this.#own?.drop();
    this.lose();
    this.#move();
  }

  #move() {
    if (this.#moving || this.#left) return;
    this.#moving = true;
    this.#handlers.onMove();
  }

  #hear(message: TabMessage) {
    if (this.#left) return;
    switch (message.type) {
      case 'hello':
        if (this.#lock.held) void this.#welcome(message.tab);
        break;
      case 'welcome':
        this.#lock.answered();
        if (message.to === this.#channel.tab) {
          this.#leaders = message.snapshot.session;
          this.#place?.resolve({ leads: false, ...message });
        }
        break;
      case 'lead':
        this.#lock.answered();
        if (!this.#lock.held) this.#hearLeader(message.state, message.session);
        break;
      case 'check':
        if (this.#lock.held) {
          this.#channel.post({ type: 'lead', state: this.#state });
          this.#handlers.onCheck();
        }
        break;
      case 'logout':
        this.#handlers.onLogout();
        break;
      default:
        this.#hearSession(message);
    }
  }

  #hearSession(message: SessionMessage) {
    const isMine = message.session === this.#session?.replica.session;
    if (message.type === 'write') {
      // Answered in any case, so that this tab is not taken for dead.
      if (this.#lock.held && !(isMine && this.#own)) this.#tellState();
    } else {
      this.#lock.answered();
      if (this.#place) this.#early.push(message);
    }
    if (!isMine) return;
    this.#session?.hear(message);
    this.#watchGap();
  }

  async #welcome(to: string) {
    this.#channel.post({ type: 'lead', state: this.#state });
    this.#handlers.onWanted();
    const session = this.#session;
    if (!this.#own || !session) return;
    // What comes while it is written down is told to the new tab, too.
    const { handled } = session.replica;
    const kept = await this.#handlers.keep();
    if (session.carried) {
      this.#channel.post({ type: 'welcome', to, kept, snapshot: { ...session.snapshot(), handled } });
    }
  }

  #hearLeader(state: ConnectionState, session: string | undefined) {
    this.#leaders = session ?? this.#leaders;
    this.#handlers.onState(state);
    if (this.#place) {
      if (session) this.#ask({ type: 'hello' });
      else if (state.status === 'error') this.#refuse(state);
      else if (state.status !== 'online') this.#waits.resolve();
    } else if (session) {
      if (session === this.#session?.replica.session) this.#session.repeat();
      else this.#move();
    }
  }

  #refuse({ reason = 'lost', detail }: ConnectionState) {
    this.#place?.reject(new ConnectionFailure(reason, detail));
    this.#place = undefined;
  }

  #tellState() {
    const session = this.#own && this.#session?.replica.session;
    this.#channel.post({ type: 'lead', state: this.#state, ...(session && { session }) });
  }

  #ask(news: TabNews) {
    this.#channel.post(news);
    this.#expectAnswer();
  }

  #expectAnswer() {
    if (!this.#left) this.#lock.expectAnswer();
  }

  /** What is missing for too long will not come any more, and this tab knows too little to go on. */
  #watchGap() {
    if (!this.#session?.replica.gaping) {
      clearTimeout(this.#gap);
      this.#gap = undefined;
      return;
    }
    this.#gap ??= setTimeout(() => {
      this.#gap = undefined;
      this.#session = undefined;
      this.#move();
    }, GAP_MS);
  }
}

function beginningOf({ manager, settlesAt }: Transport) {
  return { handled: manager?.handled ?? 0, taken: manager?.taken ?? 0, settlesAt };
}
