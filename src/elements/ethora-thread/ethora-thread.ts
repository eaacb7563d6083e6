import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { chatContext, type ChatService } from '../../context.js';
import { FileDropController } from '../../controllers/file-drop-controller.js';
import type { ScrollParts } from '../../controllers/scroll-controller.js';
import { WindowAnnouncer } from '../../controllers/window-announcer.js';
import { WindowController } from '../../controllers/window-controller.js';
import { WindowFocusController } from '../../controllers/window-focus-controller.js';
import type { Room } from '../../domain/room.js';
import { createRowMaker } from '../../domain/rows.js';
import { defaultI18n, i18nContext, type I18n } from '../../i18n/index.js';
import { hostStyles } from '../../styles/host.js';
import { avatarStyles } from '../parts/avatar.js';
import { fileStyles } from '../parts/file.js';
import { paneStateStyles } from '../parts/pane-state.js';
import { threadStyles } from './ethora-thread.styles.js';
import { dropHint } from './drop-hint.js';
import { MediaController } from './media-controller.js';
import { mediaStyles } from './message-media.styles.js';
import { entriesOf, entryKey, messageEntry, type RowView } from './message-row.js';
import { rowStyles } from './message-row.styles.js';
import { aboveOldest, belowNewest, latestButton } from './thread-edges.js';
import { ThreadSource } from './thread-source.js';
import { deniedLine, emptyState } from './thread-states.js';

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

  readonly #source: ThreadSource = new ThreadSource(
    this,
    () => this.chat,
    () => this.room,
  );
  readonly #window: WindowController = new WindowController(this, {
    source: () => {
      const { jid, messages, status, loadingOlder, mark, gaps, target } = this.#source;
      if (jid === undefined) return undefined;
      return { id: jid, messages, unreadKey: mark?.key, gaps, target, noMoreNow: status !== 'ready' || loadingOlder };
    },
    parts: () => this.#parts(),
    rowOf: (key) => this.#rowOf(key),
    keyOf,
    loadOlder: () => {
      this.#loadOlder();
    },
    fillGap: (key, forth) => {
      const { jid } = this.#source;
      if (jid !== undefined) void this.chat?.fillGap(jid, key, forth);
    },
    moved: () => {
      this.#markRead();
    },
  });
  readonly #focus: WindowFocusController = new WindowFocusController(this, {
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
    this.#source.messages.find((message) => message.key === key),
  );

  readonly #drop = new FileDropController(
    this,
    () => this.#source.limits !== undefined && mayWrite(this.#source.room),
    (files) => {
      this.chat?.stageFiles(files, this.#source.jid);
      this.#toComposer();
    },
  );

  /** JID of the room; by default the one that is open in the session. */
  @property() room = '';

  readonly #makeRows = createRowMaker();
  #stopHearing: (() => void) | undefined;
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
    const { i18n } = this;
    const { messages, limits } = this.#source;
    return html`
      <div class="scroller" part="list" tabindex="-1" @keydown=${this.#focus.onKeydown}>
        ${
          messages.length > 0
            ? this.#content()
            : emptyState(this.#source, i18n, { loadOlder: this.#loadOlder, rejoin: this.#rejoin })
        }
      </div>
      <div class="strip">${belowNewest(this.#source, i18n)}</div>
      ${this.#window.away ? latestButton(this.#window.arrivals, i18n, this.#toLatest) : nothing}${this.#media.render(i18n)}${
        this.#drop.over ? dropHint(limits, i18n) : nothing
      }
      <div class="visually-hidden" role="status">${this.#announcer.text}</div>
    `;
  }

  protected override updated(changed: PropertyValues) {
    super.updated(changed);
    this.#numberRows();
    this.#markRead();
  }

  #content(): TemplateResult {
    const { i18n } = this;
    const { messages, room, status, mark, gaps, connection, loadingOlder } = this.#source;
    const direct = room?.direct === true;
    const { start, end } = this.#window.span;
    const { groupStarts } = this.#window;
    const rows = this.#makeRows({ messages, start, end, complete: status === 'complete', mark, groupStarts });
    const view: RowView = { i18n, direct, online: connection === 'online', gaps, act: this.#act, media: this.#media };
    return html`<div class="content">
      <div class="earlier">${aboveOldest(this.#source, i18n, this.#loadOlder)}</div>
      <div
        class="feed ${direct ? 'direct' : 'group'}"
        role="feed"
        aria-label=${room?.name ? i18n.t('messagesOf', room.name) : i18n.t('messages')}
        aria-busy=${loadingOlder ? 'true' : 'false'}
        @focusin=${this.#focus.onFocusIn}
      >
        ${repeat(entriesOf(rows, gaps), entryKey, (entry) => messageEntry(entry, view))}
      </div>
      ${deniedLine(room, i18n, this.#rejoin)}
    </div>`;
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
    const { jid } = this.#source;
    if (jid === undefined || !this.#window.scroll.following || this.#window.scroll.height === 0) return;
    if (document.visibilityState === 'visible') this.chat?.markRead(jid);
  };

  #hear() {
    this.#stopHearing?.();
    this.#stopHearing = this.chat?.on('message-receive', ({ message, roomJid }) => {
      if (roomJid === this.#source.jid && !message.own) this.#announcer.hear(message.author.name);
    });
  }

  #announcement(authors: readonly string[]): string {
    const [author = ''] = authors;
    return authors.length === 1 ? this.i18n.t('newMessageFrom', author) : this.i18n.t('newMessages', authors.length);
  }

  readonly #act = (event: Event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-action]') : null;
    const row = button?.closest<HTMLElement>('[data-key]');
    const key = row?.dataset.key;
    const { jid } = this.#source;
    if (!row || !button || key === undefined || jid === undefined) return;
    if (button.dataset.action === 'fill') this.#window.fill(row);
    else if (button.dataset.action === 'retry') this.chat?.retry(jid, key);
    else this.chat?.discard(jid, key);
  };

  readonly #loadOlder = () => {
    const { jid } = this.#source;
    if (jid !== undefined) void this.chat?.loadOlder(jid);
  };

  readonly #rejoin = () => {
    const { jid } = this.#source;
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
