import { ContextProvider } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { chatContext, type ChatService } from '../../context.js';
import { StoreController } from '../../controllers/store-controller.js';
import type { ConnectionReason } from '../../domain/connection.js';
import type { Credentials, CredentialsSource } from '../../domain/credentials.js';
import type { Message } from '../../domain/message.js';
import { createI18n, i18nContext, pickLocale, type I18n } from '../../i18n/index.js';
import { log } from '../../log.js';
import type { SessionOptions } from '../../service/options.js';
import { hostStyles } from '../../styles/host.js';
import type { EthoraRoomList } from '../ethora-room-list/ethora-room-list.js';
import { avatarStyles } from '../parts/avatar.js';
import type { LoginSubmitEvent } from '../parts/login-form.js';
import { paneState, paneStateStyles } from '../parts/pane-state.js';
import { BannerController } from './banner-controller.js';
import { connectionBanner, connectionBannerStyles } from './connection-banner.js';
import { chatStyles } from './ethora-chat.styles.js';
import { hostOf, loginPane } from './login-pane.js';
import { followPageStyle } from './page-style.js';
import { problemState } from './problem-state.js';
import { RememberedLogin } from './remembered-login.js';
import { SessionOwner } from './session-owner.js';
import { LAYOUTS, oneOf, THEMES, type ChatLayout, type ChatTheme } from './settings.js';
import { threadPane } from './thread-pane.js';

/** What the element as a whole shows. */
type View = 'login' | 'chat' | { readonly problem: ConnectionReason };

/**
 * A whole chat in one tag: signs in, shows the rooms and the messages of the open one, and a login form when it has no
 * credentials. What the page puts inside becomes the layout.
 *
 * Fills what it stands in; where that has no height it is 600px high.
 *
 * @element ethora-chat
 * @fires {ConnectionChangeEvent} ethora-connection-change - The connection to the server changed.
 * @fires {MessageSubmitEvent} ethora-message-submit - Somebody wants to send a message; cancelable.
 * @fires {MessageReceiveEvent} ethora-message-receive - Somebody else's message came in, live.
 * @fires {RoomSelectEvent} ethora-room-select - Somebody chose a room in the list; cancelable.
 * @fires {RoomChangeEvent} ethora-room-change - Another room was opened.
 * @fires {UnreadChangeEvent} ethora-unread-change - The number of unread messages changed.
 * @fires {ChatErrorEvent} ethora-error - Something went wrong.
 * @slot - Your own layout of <ethora-room-list>, <ethora-thread> and <ethora-composer>, instead of the usual one.
 * @csspart header - The header of the open room.
 * @csspart back - The button that leads from a room to the list.
 * @csspart details - The button that shows what the open room is and who is in it.
 * @csspart banner - The strip that tells about the connection.
 * @cssprop [--ethora-list-width=312px] - Width of the room list beside the thread.
 */
export class EthoraChat extends LitElement {
  static override styles = [...hostStyles, avatarStyles, paneStateStyles, connectionBannerStyles, chatStyles];

  readonly #chatProvider = new ContextProvider(this, { context: chatContext });
  readonly #i18nProvider = new ContextProvider(this, { context: i18nContext });

  readonly #owner = new SessionOwner(this, (session) => {
    this.#chatProvider.setValue(session);
    if (this.room) session?.openRoom(this.room);
  });
  readonly #connection = new StoreController(this, () => this.session?.connection.$state);
  readonly #listStatus = new StoreController(this, () => this.session?.rooms.$status);
  readonly #rooms = new StoreController(this, () => this.session?.rooms.$byJid);
  readonly #active = new StoreController(this, () => this.session?.rooms.$active);
  readonly #catchingUp = new StoreController(this, () => {
    const jid = this.session?.rooms.$active.get();
    return jid === undefined ? undefined : this.session?.room(jid).timeline.$catchingUp;
  });
  readonly #banner = new BannerController(this, () => [
    this.#connection.value?.status,
    this.#catchingUp.value === true,
  ]);

  /** `wss://…` URL of the server's XMPP WebSocket; several, space separated, are tried in order. */
  @property() service = '';
  /** XMPP domain; default: the host of `service`. */
  @property() domain = '';
  /** JID of the service that has the rooms; default: found by discovery, else `conference.<domain>`. */
  @property() conference = '';
  /** `https://…` base URL of Ethora's REST API; empty: a plain XMPP client. */
  @property() api = '';
  /** The app there; default: the one that the API names for this site. */
  @property({ attribute: 'app-id' }) appId = '';
  /** Token of the app; default: the one that the API names. */
  @property({ attribute: 'app-token' }) appToken = '';
  /** With `api`: keeps the login in the browser's storage until `logout()`, or 30 days unused, so that it survives a reload. */
  @property({ type: Boolean }) remember = false;
  /** Plain username, for demos and tests. */
  @property() username = '';
  /** Plain password, for demos and tests. */
  @property() password = '';
  /** What to sign in with, or a function asked for every attempt. Goes before `username` and `password`. */
  @property({ attribute: false }) credentials?: CredentialsSource;
  /** JID of the room to open; with `layout="room"` the only one. */
  @property() room = '';
  /** `auto`: list and thread side by side, or one at a time where narrow. `room`: one room, no list. */
  @property({ reflect: true }) layout: ChatLayout = 'auto';
  /** `auto` follows the page's `color-scheme`, and where it declares none the system. */
  @property({ reflect: true }) theme: ChatTheme = 'auto';
  /** BCP 47 tag; default: the element's language, then the page's, then the browser's. */
  @property() locale = '';
  /** Automatic attempts to reconnect for each outage. */
  @property({ type: Number, attribute: 'reconnect-attempts' }) reconnectAttempts = 3;
  /** Keeps others from knowing what one has seen; own devices still agree on it. */
  @property({ type: Boolean, attribute: 'no-read-markers' }) noReadMarkers = false;
  /** Keeps to a connection of its own; otherwise all tabs of this browser in which the account is signed in share one. */
  @property({ type: Boolean, attribute: 'own-connection' }) ownConnection = false;
  /** Allows `ws://` to other machines than this one. */
  @property({ type: Boolean, attribute: 'allow-insecure' }) allowInsecure = false;

  /** What was typed into the login form. */
  @state() private typed?: Credentials | undefined;
  /** True once what was typed has worked. */
  @state() private accepted = false;

  /** The room whose details are shown. */
  @state() private detailsOf?: string | undefined;

  readonly #remembered = new RememberedLogin();
  #i18n: I18n = createI18n('en');
  #internals: ElementInternals | undefined;
  #children: MutationObserver | undefined;

  /** The session, as the elements inside find it. May be set to one made by `createChatSession()`, which stays the page's to connect. */
  get session(): ChatService | undefined {
    return this.#owner.session;
  }
  set session(session: ChatService | undefined) {
    this.#owner.give(session);
  }

  /** Fulfilled when online with the room list known. */
  get ready(): Promise<void> {
    return this.#owner.ready;
  }

  /** Connects, or tries again at once. @throws {ChatError} When it gave up. */
  async connect(): Promise<void> {
    await this.updateComplete;
    await this.#owner.connect();
  }

  /** Closes the connection until `connect()`. */
  async disconnect(): Promise<void> {
    await this.session?.disconnect();
  }

  /** Closes the connection and forgets everything about this user on this device. */
  async logout(): Promise<void> {
    await this.session?.logout();
    this.typed = undefined;
    this.accepted = false;
  }

  /** Opens a room; undefined closes the one that is open. */
  openRoom(roomJid: string | undefined): void {
    this.session?.openRoom(roomJid);
  }

  /** Writes to the open room. Undefined when there is nothing to send, or no room. */
  send(text: string): Message | undefined {
    return this.session?.send(text);
  }

  override connectedCallback() {
    super.connectedCallback();
    this.addEventListener('keydown', this.#onShortcut);
    this.#children ??= new MutationObserver(() => this.requestUpdate());
    this.#children.observe(this, { childList: true });
    this.#internals ??= this.attachInternals();
    followPageStyle(this, this.renderRoot, this.#internals);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.removeEventListener('keydown', this.#onShortcut);
    this.#children?.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('layout')) this.layout = oneOf(LAYOUTS, this.layout, 'layout');
    if (changed.has('theme')) this.theme = oneOf(THEMES, this.theme, 'theme');
    if (!this.hasUpdated || changed.has('locale')) this.#chooseLanguage();
    if (this.isConnected) this.#owner.configure(this.#options());
    if (changed.has('room') && (this.room || this.hasUpdated)) this.openRoom(this.room || undefined);
    if (!this.hasUpdated && !this.session && !this.service.trim())
      log.warn('Set "service" to the wss:// URL of the server.');
    if (this.typed && this.session?.connection.$state.get().status === 'online') this.accepted = true;
  }

  protected override render() {
    const { detail } = this.#connection.value ?? {};
    const view = this.#view;
    if (view === 'login') return this.#login();
    if (view !== 'chat') {
      return html`<div class="pane" role="alert">${problemState(view.problem, detail, this.#retry, this.#i18n)}</div>`;
    }
    return this.#hasLayout ? html`<slot></slot>` : this.#panes();
  }

  /** Whether the page laid things out itself; blanks between the tags are no layout. */
  get #hasLayout(): boolean {
    return this.childElementCount > 0;
  }

  get #list(): EthoraRoomList | null {
    return (this.#hasLayout ? this : this.renderRoot).querySelector('ethora-room-list');
  }

  /** Once there are rooms to see they stay, whatever happens to the connection. */
  get #view(): View {
    const { status, reason } = this.#connection.value ?? {};
    if (!this.session) return this.service.trim() ? 'login' : { problem: 'invalid-service' };
    if (this.typed && !this.accepted && status !== 'online') return 'login';
    if (reason === 'logged-out') return { problem: reason };
    if (status === 'error' && this.#listStatus.value !== 'ready') return { problem: reason ?? 'lost' };
    return 'chat';
  }

  #login() {
    const server = this.domain || hostOf(this.service);
    const connection = this.typed ? this.#connection.value : this.#remembered.ended;
    const { username } = this;
    return loginPane({ server, email: this.api !== '', username, connection, onLogin: this.#onLogin }, this.#i18n);
  }

  #panes() {
    const both = this.layout === 'auto';
    const roomJid = this.#active.value;
    const room = roomJid === undefined ? undefined : this.#rooms.value?.[roomJid];
    const details = room !== undefined && this.detailsOf === roomJid;
    const banner = connectionBanner(this.#banner.shown, this.#connection.value?.reason, this.#retry, this.#i18n);
    return html`<div class="panes ${both ? 'both' : ''} ${roomJid ? 'open' : ''} ${details ? 'detailed' : ''}">
      ${both ? this.#listPane(banner) : nothing}
      ${
        roomJid
          ? threadPane(
              {
                roomJid,
                room,
                banner,
                back: both ? this.#goBack : undefined,
                details,
                toggleDetails: this.#toggleDetails,
              },
              this.#i18n,
            )
          : this.#noRoom(both, banner)
      }
      ${
        details
          ? html`<ethora-room-details
            role="region"
            aria-label=${this.#i18n.t('details')}
            .room=${roomJid}
            @details-close=${this.#toggleDetails}
          ></ethora-room-details>`
          : nothing
      }
    </div>`;
  }

  #listPane(banner: TemplateResult) {
    return html`<section class="list-pane" aria-label=${this.#i18n.t('chats')} @ethora-room-select=${this.#onRoomSelect}>
      <ethora-room-list .shortcut=${this.#i18n.t('searchShortcut')}></ethora-room-list>
      ${banner}
    </section>`;
  }

  #noRoom(canChoose: boolean, banner: TemplateResult) {
    const { t } = this.#i18n;
    const [title, text] = canChoose ? [t('chooseChat'), t('chooseChatHint')] : [t('noRoom'), t('noRoomHint')];
    return html`<section class="thread-pane" aria-label=${t('chat')}>${banner}${paneState({ icon: 'chat', title, text })}</section>`;
  }

  /** Undefined when there is nobody to sign in. A missing `service` is the session's to tell. */
  #options(): SessionOptions | undefined {
    const { service, domain, conference, allowInsecure, noReadMarkers, ownConnection, username, password } = this;
    const { api, appId, appToken, remember } = this;
    const plain = username && password ? { username, password } : this.typed;
    const credentials = this.credentials ?? plain;
    const reconnectAttempts = Number.isFinite(this.reconnectAttempts) ? this.reconnectAttempts : 3;
    const place = { service, domain, conference, allowInsecure, noReadMarkers, ownConnection, reconnectAttempts };
    const app = api ? { api, appId, appToken, remember } : {};
    if (credentials) return { ...place, ...app, credentials };
    const isUsable = this.#remembered.isUsable(app, this.session?.connection.$state.get());
    return isUsable ? { ...place, ...app } : undefined;
  }

  #chooseLanguage() {
    const around = this.closest<HTMLElement>('[lang]')?.lang;
    this.#i18n = createI18n(pickLocale([this.locale, around], navigator.languages));
    this.#i18nProvider.setValue(this.#i18n);
  }

  readonly #onLogin = ({ username, password }: LoginSubmitEvent) => {
    // Made anew even for the same words: the last attempt is over.
    this.#owner.configure(undefined);
    this.accepted = false;
    this.#remembered.ended = undefined;
    this.typed = this.api ? { email: username, password } : { username, password };
  };

  readonly #retry = () => {
    this.#banner.hurry();
    // How it went shows in the connection's state.
    this.connect().catch(() => undefined);
  };

  readonly #toggleDetails = () => {
    const open = this.#active.value;
    this.detailsOf = this.detailsOf === open ? undefined : open;
    const place = this.detailsOf === undefined ? '[part="details"]' : 'ethora-room-details';
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(place)?.focus());
  };

  readonly #goBack = () => {
    this.openRoom(undefined);
    void this.updateComplete.then(() => this.#list?.focus());
  };

  /** Whoever opens a room wants to read and write; a keyboard on a touch screen comes only when asked for. */
  readonly #onRoomSelect = async (event: Event) => {
    // By then everybody had the chance to cancel it, and the room is open.
    await Promise.resolve();
    if (event.defaultPrevented) return;
    await this.updateComplete;
    const place = matchMedia('(pointer: coarse)').matches ? '.thread-pane' : 'ethora-composer';
    this.renderRoot.querySelector<HTMLElement>(place)?.focus();
  };

  readonly #onShortcut = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    const list = this.#list;
    if (!list) return;
    event.preventDefault();
    if (!this.#hasLayout && getComputedStyle(list).visibility === 'hidden') this.openRoom(undefined);
    void this.updateComplete.then(() => list.focusSearch());
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'ethora-chat': EthoraChat;
  }
}
