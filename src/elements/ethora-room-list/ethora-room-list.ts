import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { chatContext, type ChatService } from '../../context.js';
import { StoreController } from '../../controllers/store-controller.js';
import { VisibleRowsController } from '../../controllers/visible-rows-controller.js';
import type { Invitation } from '../../domain/invitation.js';
import type { Room } from '../../domain/room.js';
import { matchRooms } from '../../domain/room-search.js';
import { RoomSelectEvent } from '../../events/room-select-event.js';
import { defaultI18n, i18nContext, type I18n } from '../../i18n/index.js';
import { hostStyles } from '../../styles/host.js';
import { avatarStyles } from '../parts/avatar.js';
import { icon } from '../parts/icon.js';
import { invitationList, invitationStyles } from '../parts/invitation-list.js';
import { paneState, paneStateStyles } from '../parts/pane-state.js';
import { refusalText } from '../parts/refusal.js';
import { roomListStyles } from './ethora-room-list.styles.js';
import { roomRow } from './room-row.js';

/**
 * The rooms of the signed-in user, newest activity first.
 *
 * @element ethora-room-list
 * @fires {RoomSelectEvent} ethora-room-select - Somebody chose a room; cancelable, which keeps it from opening.
 * @csspart header - Title and search field.
 * @csspart search - The search field with its frame.
 * @csspart shortcut - The keys that lead to the search field.
 * @csspart new - The button for a new chat.
 * @csspart room - A row.
 * @csspart badge - The number of unread messages.
 */
export class EthoraRoomList extends LitElement {
  static override styles = [...hostStyles, avatarStyles, paneStateStyles, invitationStyles, roomListStyles];

  @consume({ context: chatContext, subscribe: true }) @state() private chat?: ChatService;
  @consume({ context: i18nContext, subscribe: true }) @state() private i18n: I18n = defaultI18n;

  readonly #rooms = new StoreController(this, () => this.chat?.rooms.$sorted);
  readonly #status = new StoreController(this, () => this.chat?.rooms.$status);
  readonly #active = new StoreController(this, () => this.chat?.rooms.$active);
  readonly #drafts = new StoreController(this, () => this.chat?.drafts.$drafts);
  readonly #invitations = new StoreController(this, () => this.chat?.admin.invitations.$invitations);
  readonly #connection = new StoreController(this, () => this.chat?.connection.$state);

  /** Keys that lead to the search field, shown in it; empty where nobody handles them. */
  @property() shortcut = '';

  /** True while the user says what the new room is to be. */
  @state() private creating = false;
  /** Why an invitation could not be accepted. */
  @state() private refusal = '';
  /** What is searched for. */
  @state() private query = '';
  /** The row that Tab reaches, once one had the focus. */
  @state() private current?: string;

  /** The row that had the focus when an update began: rows move, and a moved row loses it. */
  #focused: string | undefined;

  readonly #visible: VisibleRowsController = new VisibleRowsController(
    this,
    () => this.renderRoot.querySelectorAll<HTMLElement>('[role="option"]'),
    (rows) => this.chat?.showing(rows.flatMap(({ dataset }) => dataset.jid ?? [])),
  );

  /** Focuses the row that Tab would reach, else the search field. */
  override focus(options?: FocusOptions) {
    (this.renderRoot.querySelector<HTMLElement>('[tabindex="0"]') ?? this.#field)?.focus(options);
  }

  /** Puts the cursor into the search field. */
  focusSearch() {
    this.#field?.focus();
    this.#field?.select();
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    super.willUpdate(changed);
    this.#focused = this.#focusedRow()?.dataset.jid;
  }

  protected override render() {
    const { t } = this.i18n;
    return html`
      <div part="header">
        <div class="title">
          <h2 id="title">${t('chats')}</h2>
          <button
            class="icon-button"
            part="new"
            type="button"
            aria-label=${t('newChat')}
            title=${t('newChat')}
            @click=${() => (this.creating = true)}
          >
            ${icon('new-chat')}
          </button>
        </div>
        <div class="field" part="search">
          ${icon('search', 18)}
          <input
            type="search"
            autocomplete="off"
            spellcheck="false"
            enterkeyhint="search"
            aria-label=${t('searchChats')}
            placeholder=${t('search')}
            .value=${this.query}
            @input=${this.#onSearch}
            @keydown=${this.#onSearchKey}
          />
          ${
            this.query
              ? html`<button
                class="icon-button"
                type="button"
                aria-label=${t('clearSearch')}
                title=${t('clearSearch')}
                @click=${this.#clearSearch}
              >
                ${icon('close', 16)}
              </button>`
              : this.shortcut
                ? html`<kbd part="shortcut" aria-hidden="true">${this.shortcut}</kbd>`
                : nothing
          }
        </div>
      </div>
      ${invitationList(this.#invitations.value ?? [], this.refusal, this.#answer, this.chat, this.i18n)}
      <div class="scroller">${this.#body()}</div>
      ${this.creating ? html`<ethora-create-room @dialog-close=${() => (this.creating = false)}></ethora-create-room>` : nothing}
      <div class="visually-hidden" role="status">${this.query ? t('found', this.#found().length) : nothing}</div>
    `;
  }

  protected override updated() {
    if (this.#focused && this.#focusedRow()?.dataset.jid !== this.#focused) this.#focusRow(this.#focused);
  }

  #body() {
    const { t } = this.i18n;
    if (!this.#rooms.value?.length) return this.#withoutRooms();
    const rooms = this.#found();
    if (rooms.length > 0) return this.#list(rooms);
    return paneState({ icon: 'search', title: t('noMatch', this.query.trim()), text: t('noMatchHint') });
  }

  #found(): readonly Room[] {
    return matchRooms(this.#rooms.value ?? [], this.query);
  }

  #list(rooms: readonly Room[]) {
    const drafts = this.#drafts.value;
    const active = this.#active.value;
    const tabStop = this.#tabStop(rooms, active);
    // Rows say "10:19" today and "Mon" tomorrow.
    const today = new Date().toDateString();
    return html`<ul role="listbox" aria-labelledby="title" @click=${this.#onClick} @keydown=${this.#onKey} @focusin=${this.#onFocus}>
      ${repeat(
        rooms,
        ({ jid }) => jid,
        (room) => {
          const selected = room.jid === active;
          // The open room's draft can be seen in the composer.
          const draft = selected ? '' : (drafts?.[room.jid] ?? '');
          const options = { room, draft, selected, tabStop: room.jid === tabStop, i18n: this.i18n };
          return guard([...Object.values(options), today], () => roomRow(options));
        },
      )}
    </ul>`;
  }

  #withoutRooms() {
    const { t } = this.i18n;
    const status = this.#status.value;
    const gaveUp = this.#connection.value?.status === 'error';
    if (status === 'ready') return paneState({ icon: 'chat', title: t('noChats'), text: t('noChatsHint') });
    if (status === 'error' || gaveUp) {
      return paneState({
        icon: 'alert',
        title: t('chatsFailed'),
        text: t('chatsFailedHint'),
        action: { label: t('tryAgain'), run: () => void this.#reload(gaveUp) },
      });
    }
    return skeleton(t('loadingChats'));
  }

  async #reload(reconnect: boolean) {
    // Failures show in the stores.
    if (reconnect) await this.chat?.connect().catch(() => undefined);
    else await this.chat?.reloadRooms();
  }

  #tabStop(rooms: readonly Room[], active: string | undefined): string | undefined {
    const has = (jid: string | undefined) => rooms.some((room) => room.jid === jid);
    if (has(this.current)) return this.current;
    return has(active) ? active : rooms[0]?.jid;
  }

  #onClick(event: Event) {
    const row = rowOf(event);
    if (row?.dataset.jid) this.#open(row.dataset.jid);
  }

  #onFocus(event: Event) {
    const jid = rowOf(event)?.dataset.jid;
    if (jid) this.current = jid;
  }

  #onKey(event: KeyboardEvent) {
    const row = rowOf(event);
    if (!row?.dataset.jid || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') this.#open(row.dataset.jid);
    else if (event.key === 'ArrowUp' && !row.previousElementSibling) this.#field?.focus();
    else {
      const next = neighbour(row, event.key);
      if (!next) return;
      next.focus();
    }
    event.preventDefault();
  }

  #open(jid: string) {
    this.current = jid;
    if (this.dispatchEvent(new RoomSelectEvent(jid))) this.chat?.openRoom(jid);
  }

  #onSearch() {
    this.query = this.#field?.value ?? '';
  }

  #onSearchKey(event: KeyboardEvent) {
    if (event.isComposing) return;
    const first = this.renderRoot.querySelector<HTMLElement>('[role="option"]');
    if (event.key === 'ArrowDown') first?.focus();
    else if (event.key === 'Enter' && this.query && first?.dataset.jid) this.#open(first.dataset.jid);
    else if (event.key === 'Escape' && this.query) this.#clearSearch();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #clearSearch() {
    this.query = '';
    this.#field?.focus();
  }

  readonly #answer = (invitation: Invitation, yes: boolean) => void this.#reply(invitation, yes);

  async #reply({ roomJid }: Invitation, yes: boolean) {
    this.refusal = '';
    if (!yes) {
      this.chat?.admin.decline(roomJid);
      return;
    }
    try {
      await this.chat?.admin.accept(roomJid);
      this.#open(roomJid);
    } catch (error) {
      this.refusal = refusalText(error, this.i18n);
    }
  }

  get #field(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  #focusedRow(): HTMLElement | undefined {
    const focused = this.shadowRoot?.activeElement;
    return focused instanceof HTMLElement && focused.dataset.jid ? focused : undefined;
  }

  #focusRow(jid: string) {
    this.renderRoot.querySelector<HTMLElement>(`[data-jid="${CSS.escape(jid)}"]`)?.focus({ preventScroll: true });
  }
}

/** The row in which an event happened. */
function rowOf({ target }: Event): HTMLElement | undefined {
  return (target instanceof Element ? target.closest<HTMLElement>('[role="option"]') : undefined) ?? undefined;
}

/** Where a key leads from a row; undefined when nowhere. */
function neighbour(row: HTMLElement, key: string): HTMLElement | undefined {
  const target = {
    ArrowDown: row.nextElementSibling,
    ArrowUp: row.previousElementSibling,
    Home: row.parentElement?.firstElementChild,
    End: row.parentElement?.lastElementChild,
  }[key];
  return target instanceof HTMLElement ? target : undefined;
}

function skeleton(label: string) {
  return html`<div class="loading" role="status" aria-label=${label}>
    ${Array.from(
      { length: 6 },
      () => html`<div class="row" aria-hidden="true">
        <span class="skeleton face"></span>
        <span class="lines"><span class="skeleton"></span><span class="skeleton"></span></span>
      </div>`,
    )}
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'ethora-room-list': EthoraRoomList;
  }
}
