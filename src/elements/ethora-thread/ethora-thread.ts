import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { computed, type ReadableAtom } from 'nanostores';
import { chatContext, type ChatService, type RoomSession } from '../../context.js';
import { FileDropController } from '../../controllers/file-drop-controller.js';
import type { ScrollParts } from '../../controllers/scroll-controller.js';
import { StoreController } from '../../controllers/store-controller.js';
import { WindowAnnouncer } from '../../controllers/window-announcer.js';
import { WindowController } from '../../controllers/window-controller.js';
import { WindowFocusController } from '../../controllers/window-focus-controller.js';
import { shortName } from '../../domain/avatar.js';
import type { Room } from '../../domain/room.js';
import { createRowMaker } from '../../domain/rows.js';
import { defaultI18n, i18nContext, type I18n } from '../../i18n/index.js';
import { hostStyles } from '../../styles/host.js';
import { avatarStyles } from '../parts/avatar.js';
import { fileStyles } from '../parts/file.js';
import { icon } from '../parts/icon.js';
import { paneState, paneStateStyles } from '../parts/pane-state.js';
import { threadStyles } from './ethora-thread.styles.js';
import { dropHint } from './drop-hint.js';
import { MediaController } from './media-controller.js';
import { mediaStyles } from './message-media.styles.js';
import { entriesOf, entryKey, messageEntry, type RowView } from './message-row.js';
import { rowStyles } from './message-row.styles.js';
import { canRejoin, deniedState, denialTitle, skeleton } from './thread-states.js';

/**
 * The messages of a room, newest at the bottom. Fetches older ones when the reader comes near the first.
 *
 * @element ethora-thread
 * @csspart list - What scrolls.
 * @csspart message - One message; `data-id` is its archive id, before that the client id; `data-status` on own ones.
 * @csspart bubble - What a message says, with its author.
 * @csspart attachment - The file in a message: picture, film, sound or card.
 * @csspart lightbox - The picture that is looked at, over the whole page.
 * @csspart latest - The button that leads back to the newest message.
 * @cssprop [--ethora-column-max=784px] - Widest column of messages.
 * @cssprop [--ethora-bubble-max=min(78%, 480px)] - Widest bubble.
 */
export class EthoraThread extends LitElement {
  static override styles = [
    ...hostStyles,
    avatarStyles,
    paneStateStyles,
    fileStyles,
    threadStyles,
    rowStyles,
    mediaStyles,
  ];

  @consume({ context: chatContext, subscribe: true }) @state() private chat?: ChatService;
  @consume({ context: i18nContext, subscribe: true }) @state() private i18n: I18n = defaultI18n;

  readonly #active = new StoreController(this, () => this.chat?.rooms.$active);
  readonly #room = new StoreController(this, () => this.#roomStore());
  readonly #connection = new StoreController(this, () => this.chat?.connection.$state);
  readonly #messages = new StoreController(this, () => this.#session?.timeline.$messages);
  readonly #status = new StoreController(this, () => this.#session?.timeline.$status);
  readonly #loadingOlder = new StoreController(this, () => this.#session?.timeline.$loadingOlder);
  readonly #catchingUp = new StoreController(this, () => this.#session?.timeline.$catchingUp);
  readonly #mark = new StoreController(this, () => this.#session?.timeline.$unreadMark);

  readonly #window = new WindowController(this, {
    source: () => {
      const { jid, messages } = { jid: this.#jid, messages: this.#messages.value };
      if (jid === undefined || !messages) return undefined;
      const noMoreNow = this.#status.value !== 'ready' || this.#loadingOlder.value === true;
      return { id: jid, messages, unreadKey: this.#mark.value?.key, noMoreNow };
    },
    parts: () => this.#parts(),
    rowOf: (key) => this.#rowOf(key),
    keyOf,
    loadOlder: () => {
      this.#loadOlder();
    },
    moved: () => {
      this.#markRead();
    },
  });
  readonly #focus = new WindowFocusController(this, {
    parts: () => this.#parts(),
    rowOf: (key) => this.#rowOf(key),
    keyOf,
    draws: (key) => this.#window.draws(key),
    toLatest: () => {
      this.#window.toLatest();
    },
    leave: () => this.#toComposer(),
  });
  readonly #announcer = new WindowAnnouncer(this, (authors) => this.#announcement(authors));

  readonly #media: MediaController = new MediaController(this, (key) =>
    this.#messages.value?.find((message) => message.key === key),
  );

  readonly #limits = new StoreController(this, () => this.chat?.uploads.$limits);
  readonly #drop = new FileDropController(
    this,
    () => this.#limits.value !== undefined && mayWrite(this.#room.value),
    (files) => {
      this.chat?.stageFiles(files, this.#jid);
      this.#toComposer();
    },
  );

  /** JID of the room; by default the one that is open in the session. */
  @property() room = '';

  readonly #makeRows = createRowMaker();
  #stopHearing: (() => void) | undefined;
  #rooms:
    { readonly chat: ChatService; readonly jid: string; readonly $room: ReadableAtom<Room | undefined> } | undefined;
  #live: HTMLCollectionOf<HTMLElement> | undefined;

  override connectedCallback() {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#markRead);
    this.#hear();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#markRead);
    this.#stopHearing?.();
  }

  /** Focuses the message that Tab reaches. */
  override focus(options?: FocusOptions) {
    this.renderRoot.querySelector<HTMLElement>('.row[tabindex="0"]')?.focus(options);
  }

  protected override willUpdate(changed: PropertyValues) {
    super.willUpdate(changed);
    if (!changed.has('chat')) return;
    this.#window.forget();
    this.#hear();
  }

  protected override render() {
    if (!this.chat) return nothing;
    const { t } = this.i18n;
    const name = this.#room.value?.name;
    const messages = this.#messages.value ?? [];
    return html`
      <div class="scroller" part="list" tabindex="-1" @keydown=${this.#focus.onKeydown}>
        ${messages.length > 0 ? this.#content(name ? t('messagesOf', name) : t('messages')) : this.#emptyState()}
      </div>
      <div class="strip">${this.#strip(messages.length > 0)}</div>
      ${this.#window.away ? this.#pill() : nothing}${this.#media.render(this.i18n)}${
        this.#drop.over ? dropHint(this.#limits.value, this.i18n) : nothing
      }
      <div class="visually-hidden" role="status">${this.#announcer.text}</div>
    `;
  }

  protected override updated(changed: PropertyValues) {
    super.updated(changed);
    this.#numberRows();
    this.#markRead();
  }

  #content(label: string): TemplateResult {
    const direct = this.#room.value?.direct === true;
    const { start, end } = this.#window.span;
    const rows = this.#makeRows({
      messages: this.#messages.value ?? [],
      start,
      end,
      complete: this.#status.value === 'complete',
      mark: this.#mark.value,
      groupStart: this.#window.groupStart,
    });
    const view: RowView = {
      i18n: this.i18n,
      direct,
      online: this.#connection.value?.status === 'online',
      act: this.#act,
      media: this.#media,
    };
    return html`<div class="content">
      <div class="earlier">${this.#earlier()}</div>
      <div
        class="feed ${direct ? 'direct' : 'group'}"
        role="feed"
        aria-label=${label}
        aria-busy=${this.#loadingOlder.value ? 'true' : 'false'}
        @focusin=${this.#focus.onFocusIn}
      >
        ${repeat(entriesOf(rows), entryKey, (entry) => messageEntry(entry, view))}
      </div>
      ${this.#deniedLine()}
    </div>`;
  }

  /** What stands below the newest message, in a box of fixed height. */
  #strip(hasMessages: boolean): unknown {
    const { t } = this.i18n;
    if (hasMessages && this.#catchingUp.value) return html`<span class="spinner"></span>${t('fetchingMissed')}`;
    const typing = this.#room.value?.typing ?? [];
    if (typing.length === 0) return nothing;
    return html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span
      ><span class="ellipsis">${t('typing', typing.map(shortName))}</span>`;
  }

  /** What stands above the oldest message, in a box of fixed height. */
  #earlier(): unknown {
    const { t } = this.i18n;
    const status = this.#status.value;
    if (this.#loadingOlder.value)
      return html`<span class="spinner" role="img" aria-label=${t('loadingEarlier')}></span>`;
    if (status === 'error') {
      return html`<span>${t('earlierFailed')}</span
        ><button class="text-button" type="button" @click=${this.#loadOlder}>${t('tryAgain')}</button>`;
    }
    if (status !== 'ready') return nothing;
    return html`<button class="text-button" type="button" @click=${this.#loadOlder}>${t('loadEarlier')}</button>`;
  }

  #emptyState(): TemplateResult {
    const { t } = this.i18n;
    const jid = this.#jid;
    const room = this.#room.value;
    if (jid === undefined) return paneState({ icon: 'chat', title: t('chooseChat') });
    if (room?.presence === 'denied') return deniedState(room, this.i18n, this.#rejoin);
    const status = this.#status.value;
    if (status === 'error') {
      const action = { label: t('tryAgain'), run: this.#loadOlder };
      return paneState({ icon: 'alert', title: t('messagesFailed'), text: t('messagesFailedHint'), action });
    }
    if (status === 'complete') {
      return paneState({ icon: 'chat', title: t('sayHello'), text: room ? t('sayHelloHint', room.name) : undefined });
    }
    const connection = this.#connection.value?.status;
    if (connection === 'offline' || connection === 'error') {
      return paneState({ icon: 'offline', title: t('messagesOffline'), text: t('messagesOfflineHint') });
    }
    return skeleton(room?.direct === true, this.i18n);
  }

  /** We were put out while reading. */
  #deniedLine(): unknown {
    const room = this.#room.value;
    if (room?.presence !== 'denied') return nothing;
    return html`<div class="denied" role="status">
      ${icon('lock', 16)}<span>${denialTitle(room, this.i18n)}</span>
      ${
        canRejoin(room)
          ? html`<button class="text-button" type="button" @click=${this.#rejoin}>${this.i18n.t('tryAgain')}</button>`
          : nothing
      }
    </div>`;
  }

  #pill(): TemplateResult {
    const { t } = this.i18n;
    const count = this.#window.arrivals;
    return html`<button
      class=${count > 0 ? 'latest counts' : 'latest'}
      part="latest"
      type="button"
      aria-label=${count > 0 ? nothing : t('toLatest')}
      @click=${this.#toLatest}
    >
      ${icon('arrow-down', 18)}${count > 0 ? t('newMessages', count) : nothing}
    </button>`;
  }

  get #jid(): string | undefined {
    return this.room || this.#active.value;
  }

  get #session(): RoomSession | undefined {
    const jid = this.#jid;
    return jid === undefined ? undefined : this.chat?.room(jid);
  }

  /** Only this room: the others change often, too. */
  #roomStore(): ReadableAtom<Room | undefined> | undefined {
    const { chat } = this;
    const jid = this.#jid;
    if (!chat || jid === undefined) return undefined;
    if (this.#rooms?.chat !== chat || this.#rooms.jid !== jid) {
      this.#rooms = { chat, jid, $room: computed(chat.rooms.$byJid, (rooms) => rooms[jid]) };
    }
    return this.#rooms.$room;
  }

  #parts(): ScrollParts | undefined {
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroller');
    const content = scroller?.querySelector<HTMLElement>('.content');
    const feed = content?.querySelector('.feed');
    if (!scroller || !content || !feed) return undefined;
    this.#live = feed.getElementsByClassName('row') as HTMLCollectionOf<HTMLElement>;
    return { scroller, content, rows: this.#live };
  }

  #rowOf(key: string): HTMLElement | undefined {
    return Array.from(this.#parts()?.rows ?? []).find((row) => row.dataset.key === key);
  }

  /** Set here, since a page of older messages changes the number of every row and nothing else about it. */
  #numberRows() {
    let position = this.#window.span.start;
    for (const row of this.#parts()?.rows ?? []) {
      position += 1;
      const text = String(position);
      if (row.getAttribute('aria-posinset') !== text) row.setAttribute('aria-posinset', text);
    }
  }

  readonly #markRead = () => {
    const jid = this.#jid;
    if (jid === undefined || !this.#window.scroll.following || this.#window.scroll.height === 0) return;
    if (document.visibilityState === 'visible') this.chat?.markRead(jid);
  };

  #hear() {
    this.#stopHearing?.();
    this.#stopHearing = this.chat?.on('message-receive', ({ message, roomJid }) => {
      if (roomJid === this.#jid && !message.own) this.#announcer.hear(message.author.name);
    });
  }

  #announcement(authors: readonly string[]): string {
    const [author = ''] = authors;
    return authors.length === 1 ? this.i18n.t('newMessageFrom', author) : this.i18n.t('newMessages', authors.length);
  }

  readonly #act = (event: Event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-action]') : null;
    const key = button?.closest<HTMLElement>('.row')?.dataset.key;
    const jid = this.#jid;
    if (!button || key === undefined || jid === undefined) return;
    if (button.dataset.action === 'retry') this.chat?.retry(jid, key);
    else this.chat?.discard(jid, key);
  };

  readonly #loadOlder = () => {
    const jid = this.#jid;
    if (jid !== undefined) void this.chat?.loadOlder(jid);
  };

  readonly #rejoin = () => {
    const jid = this.#jid;
    if (jid !== undefined) this.chat?.rejoin(jid);
  };

  readonly #toLatest = () => {
    this.#window.toLatest();
  };

  #toComposer(): boolean {
    const root = this.getRootNode();
    const composer =
      root instanceof Document || root instanceof ShadowRoot ? root.querySelector('ethora-composer') : null;
    if (!(composer instanceof HTMLElement)) return false;
    composer.focus();
    return true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ethora-thread': EthoraThread;
  }
}

function mayWrite(room: Room | undefined): boolean {
  return room !== undefined && room.presence !== 'denied' && room.role !== 'visitor';
}

function keyOf(row: HTMLElement): string | undefined {
  return row.dataset.key;
}
