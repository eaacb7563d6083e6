import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { chatContext, type ChatService } from '../../context.js';
import { StoreController } from '../../controllers/store-controller.js';
import { memberActions, type MemberAction } from '../../domain/member-actions.js';
import { jidDomain } from '../../domain/jid.js';
import type { Member } from '../../domain/member.js';
import { mayConfigure, mayDestroy, mayInvite } from '../../domain/permissions.js';
import type { Affiliation } from '../../domain/room.js';
import { matchNames } from '../../domain/room-search.js';
import { formatListTime } from '../../i18n/format.js';
import { defaultI18n, i18nContext, type I18n } from '../../i18n/index.js';
import { hostStyles } from '../../styles/host.js';
import { avatar, avatarStyles } from './avatar.js';
import { icon } from './icon.js';
import { openMenu, onMenuKey } from './menu.js';
import { refusalText } from './refusal.js';
import { roomDetailsStyles } from './room-details.styles.js';
import type { RoomQuestion } from './room-dialog.js';

/** So many members can be searched. */
const SEARCHED = 8;

/** What a room is, who belongs to it, and what may be done about that. Says `details-close` when it wants to go. */
export class EthoraRoomDetails extends LitElement {
  static override styles = [...hostStyles, avatarStyles, roomDetailsStyles];

  @consume({ context: chatContext, subscribe: true }) @state() private chat?: ChatService;
  @consume({ context: i18nContext, subscribe: true }) @state() private i18n: I18n = defaultI18n;

  readonly #rooms = new StoreController(this, () => this.chat?.rooms.$byJid);
  readonly #members = new StoreController(this, () => this.chat?.room(this.room).members.$members);
  readonly #banned = new StoreController(this, () => this.chat?.room(this.room).members.$banned);
  readonly #jid = new StoreController(this, () => this.chat?.connection.$jid);

  /** JID of the room. */
  @property() room = '';

  @state() private query = '';
  @state() private question?: RoomQuestion | undefined;
  /** Whose menu is open. */
  @state() private chosen?: Member | undefined;
  @state() private error = '';

  /** What opened the menu. */
  #opener: HTMLElement | undefined;
  /** For whom the lists were asked: whoever is promoted may see more. */
  #loadedFor = '';

  override focus(options?: FocusOptions) {
    this.renderRoot.querySelector<HTMLElement>('.head button')?.focus(options);
  }

  protected override render() {
    const { t } = this.i18n;
    const { room } = this;
    const known = this.#rooms.value?.[room];
    if (!known) return nothing;
    const { name, direct, description, picture, membersOnly = false } = known;
    const joined = known.presence === 'joined';
    return html`<div class="head">
        <h2 id="title">${t('details')}</h2>
        <button class="icon-button" type="button" aria-label=${t('closeDetails')} title=${t('closeDetails')} @click=${this.#close}>
          ${icon('close')}
        </button>
      </div>
      <div class="scroller" @keydown=${this.#onKey}>
        <div class="about">
          ${avatar({ id: room, name, picture, shape: direct ? 'person' : 'room', size: 64 })}
          <p dir="auto">${name}</p>
          ${description ? html`<p class="hint" dir="auto">${description}</p>` : nothing}
        </div>
        <div class="buttons">
          ${joined && !direct && mayInvite(known, membersOnly) ? this.#ask('invite') : nothing}
          ${joined && mayConfigure(known) ? this.#ask('settings') : nothing} ${this.#ask('leave')}
          ${joined && mayDestroy(known) ? this.#ask('destroy') : nothing}
        </div>
        <p class="error" role="alert">${this.error}</p>
        ${this.#memberList()} ${this.#banList()}
      </div>
      <div popover role="menu" aria-label=${t('actionsFor', this.chosen?.name ?? '')} @keydown=${onMenuKey}>
        ${this.#actionsOf(this.chosen).map((action) => this.#menuItem(action))}
      </div>
      ${
        this.question
          ? html`<ethora-room-dialog
            .room=${room}
            .question=${this.question}
            @dialog-close=${() => (this.question = undefined)}
          ></ethora-room-dialog>`
          : nothing
      }`;
  }

  protected override updated() {
    const known = this.#rooms.value?.[this.room];
    const key = known?.presence === 'joined' ? `${this.room} ${known.affiliation ?? ''}` : '';
    if (key === this.#loadedFor) return;
    this.#loadedFor = key;
    if (key) void this.#run(() => this.chat?.admin.loadMembers(this.room));
  }

  #ask(kind: 'invite' | 'settings' | 'leave' | 'destroy'): TemplateResult {
    const dangerous = kind === 'leave' || kind === 'destroy';
    return html`<button
      class="button ${dangerous ? 'danger' : ''}"
      type="button"
      data-ask=${kind}
      @click=${() => (this.question = { kind })}
    >
      ${this.i18n.t('roomAsk', kind)}
    </button>`;
  }

  #memberList(): TemplateResult {
    const { t } = this.i18n;
    const all = this.#members.value ?? [];
    return html`<h3 id="members">${t('memberCount', all.length)}</h3>
      ${
        all.length < SEARCHED && !this.query
          ? nothing
          : html`<div class="field">
            ${icon('search', 16)}
            <input
              type="text"
              enterkeyhint="search"
              autocomplete="off"
              aria-label=${t('searchMembers')}
              placeholder=${t('searchMembers')}
              .value=${this.query}
              @input=${this.#onSearch}
            />
          </div>`
      }
      <ul aria-labelledby="members">
        ${repeat(
          matchNames(all, this.query),
          ({ key }) => key,
          (member) => this.#memberRow(member),
        )}
      </ul>`;
  }

  #memberRow(member: Member): TemplateResult {
    const { t, locale } = this.i18n;
    const { jid, key, name, affiliation, online, lastActive } = member;
    const away = lastActive === undefined ? t('isOffline') : t('lastSeen', formatListTime(lastActive, locale));
    const label = t('actionsFor', name);
    return html`<li>
      ${avatar({ id: jid ?? key, name, shape: 'person', size: 36 })}
      <div class="who">
        <p class="ellipsis" title=${jid ?? name}><bdi>${this.#isSelf(member) ? t('nameYou', name) : name}</bdi></p>
        <p class="hint">${online ? t('isOnline') : away}</p>
      </div>
      ${affiliation === 'none' ? nothing : html`<span class="chip">${t('affiliation', affiliation)}</span>`}
      ${
        this.#actionsOf(member).length > 0
          ? html`<button
            class="icon-button"
            type="button"
            aria-haspopup="menu"
            aria-label=${label}
            title=${label}
            @click=${(event: Event) => this.#openMenu(event, member)}
          >
            ${icon('more')}
          </button>`
          : nothing
      }
    </li>`;
  }

  #banList(): unknown {
    const { t } = this.i18n;
    const banned = this.#banned.value ?? [];
    if (banned.length === 0) return nothing;
    return html`<h3 id="banned">${t('banned')}</h3>
      <ul aria-labelledby="banned">
        ${banned.map(
          ({ jid, reason, until }) => html`<li>
            <div class="who">
              <p class="ellipsis" title=${jid}><bdi>${jid}</bdi></p>
              ${until ? html`<p class="hint">${t('bannedUntil', until)}</p>` : nothing}
              ${reason ? html`<p class="hint"><bdi>${reason}</bdi></p>` : nothing}
            </div>
            <button
              class="button"
              type="button"
              aria-label=${t('unbanName', jid)}
              @click=${() => this.#run(() => this.chat?.admin.unban(this.room, jid))}
            >
              ${t('unban')}
            </button>
          </li>`,
        )}
      </ul>`;
  }

  #menuItem(action: MemberAction): TemplateResult {
    const dangerous = action === 'none' || action === 'kick' || action === 'ban';
    return html`<button
      class=${dangerous ? 'danger' : ''}
      type="button"
      role="menuitem"
      tabindex="-1"
      data-action=${action}
      @click=${() => this.#act(action)}
    >
      ${this.i18n.t('memberAction', action)}
    </button>`;
  }

  #isSelf({ jid, nick }: Member): boolean {
    const own = this.#jid.value ?? '';
    return jid === undefined ? nick === own.split('@')[0] : jid === own;
  }

  #actionsOf(member: Member | undefined): readonly MemberAction[] {
    const self = this.#rooms.value?.[this.room];
    if (!member || self?.presence !== 'joined' || this.#isSelf(member)) return [];
    // A room of two is made of people of one server.
    const reachable = !self.direct && member.jid && jidDomain(member.jid) === jidDomain(this.#jid.value ?? '');
    return [...(reachable ? ['message' as const] : []), ...memberActions(self, member)];
  }

  async #openMenu({ currentTarget }: Event, member: Member) {
    this.#opener = currentTarget instanceof HTMLElement ? currentTarget : undefined;
    this.chosen = member;
    await this.updateComplete;
    const menu = this.renderRoot.querySelector<HTMLElement>('[role="menu"]');
    if (menu && this.#opener) openMenu(menu, this.#opener);
  }

  #act(action: MemberAction) {
    const { chosen } = this;
    this.renderRoot.querySelector<HTMLElement>('[role="menu"]')?.hidePopover();
    this.#opener?.focus();
    if (!chosen) return;
    const { jid = '', nick = '', name } = chosen;
    if (action === 'ban') this.question = { kind: 'ban', jid, name };
    else if (action === 'message') void this.#run(() => this.#write(jid));
    else if (action === 'kick') void this.#run(() => this.chat?.admin.kick(this.room, nick));
    else void this.#run(() => this.chat?.admin.setAffiliation(this.room, jid, action satisfies Affiliation));
  }

  /** Opens the room of two with this person, which is made if there is none. */
  async #write(jid: string) {
    const { chat } = this;
    const room = await chat?.admin.create({ kind: 'direct', people: [jid] });
    chat?.openRoom(room);
  }

  async #run(action: () => Promise<void> | undefined) {
    this.error = '';
    try {
      await action();
    } catch (error) {
      this.error = refusalText(error, this.i18n);
    }
  }

  #onSearch(event: Event) {
    if (event.target instanceof HTMLInputElement) this.query = event.target.value;
  }

  #onKey(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    this.#close();
  }

  #close() {
    this.dispatchEvent(new Event('details-close'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ethora-room-details': EthoraRoomDetails;
  }
}
