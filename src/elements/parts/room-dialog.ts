import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { chatContext, type ChatService } from '../../context.js';
import { readAddresses } from '../../domain/addresses.js';
import { jidDomain } from '../../domain/jid.js';
import type { OfferedSettings } from '../../domain/room-settings.js';
import { defaultI18n, i18nContext, type I18n } from '../../i18n/index.js';
import { hostStyles } from '../../styles/host.js';
import type { EthoraDialog } from './dialog.js';
import { formStyles } from './form.styles.js';
import { refusalText } from './refusal.js';

/** What is asked about a room before it is done. */
export type RoomQuestion =
  | { readonly kind: 'invite' | 'settings' | 'leave' | 'destroy' }
  | { readonly kind: 'ban'; readonly jid: string; readonly name: string };

/** The settings that are shown, where the server has them. */
const FLAGS = ['membersOnly', 'archived'] as const;

/** Asks one question about a room and does what is answered. Says `dialog-close` when it is done with. */
export class EthoraRoomDialog extends LitElement {
  static override styles = [...hostStyles, formStyles];

  @consume({ context: chatContext, subscribe: true }) private chat?: ChatService;
  @consume({ context: i18nContext, subscribe: true }) @state() private i18n: I18n = defaultI18n;

  /** JID of the room. */
  @property() room = '';
  @property({ attribute: false }) question: RoomQuestion = { kind: 'invite' };

  @state() private offered?: OfferedSettings;
  @state() private busy = false;
  @state() private error = '';

  protected override render() {
    const { t } = this.i18n;
    const { kind } = this.question;
    const dangerous = kind === 'ban' || kind === 'leave' || kind === 'destroy';
    return html`<ethora-dialog .heading=${this.#heading()} .error=${this.error} @dialog-close=${this.#onClose}>
      <form id="form" novalidate @submit=${this.#onSubmit} @input=${this.#onInput}>${this.#body()}</form>
      <button slot="actions" class="button" type="button" @click=${this.#cancel}>${t('cancel')}</button>
      <button
        slot="actions"
        class="button ${dangerous ? 'danger' : 'primary'}"
        type="submit"
        form="form"
        aria-disabled=${this.busy}
      >
        ${this.busy ? html`<span class="spinner"></span>` : nothing}${t('roomAction', kind)}
      </button>
    </ethora-dialog>`;
  }

  protected override firstUpdated(changed: PropertyValues<this>) {
    super.firstUpdated(changed);
    if (this.question.kind === 'settings') void this.#load();
  }

  #heading(): string {
    const { question, i18n, chat } = this;
    const name = question.kind === 'ban' ? question.name : (chat?.rooms.get(this.room)?.name ?? '');
    return i18n.t('roomQuestion', question.kind, name);
  }

  #body(): unknown {
    const { t } = this.i18n;
    switch (this.question.kind) {
      case 'invite':
        return html`${this.#field('people', t('people'))}<p class="hint">${t('addressesHint')}</p>`;
      case 'ban':
        return this.#field('reason', t('reason'));
      case 'settings':
        return this.#settings();
      default:
        return html`<p class="hint">${t('roomWarning', this.question.kind)}</p>`;
    }
  }

  #settings(): unknown {
    const { t } = this.i18n;
    const { offered } = this;
    if (!offered)
      return this.error ? nothing : html`<span class="spinner" role="img" aria-label=${t('loading')}></span>`;
    return [
      offered.name === undefined ? nothing : this.#field('name', t('roomName'), offered.name),
      offered.description === undefined
        ? nothing
        : this.#field('description', t('roomDescription'), offered.description),
      ...FLAGS.map((flag) =>
        offered[flag] === undefined
          ? nothing
          : html`<label class="choice">
              <input type="checkbox" id=${flag} ?checked=${offered[flag]} />${t(flag)}
            </label>`,
      ),
    ];
  }

  #field(name: string, label: string, value = ''): TemplateResult {
    return html`<label for=${name}>${label}</label>
      <div class="field">
        <input id=${name} autocomplete="off" dir="auto" maxlength="1000" data-first value=${value} />
      </div>`;
  }

  async #load() {
    try {
      this.offered = (await this.chat?.admin.settings(this.room)) ?? {};
      await this.updateComplete;
      this.#input('name')?.focus();
    } catch (error) {
      this.error = refusalText(error, this.i18n);
    }
  }

  #input(name: string): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${name}`);
  }

  #onInput() {
    this.error = '';
  }

  readonly #cancel = () => this.renderRoot.querySelector<EthoraDialog>('ethora-dialog')?.close();

  #onClose() {
    this.dispatchEvent(new Event('dialog-close'));
  }

  async #onSubmit(event: Event) {
    event.preventDefault();
    if (!this.chat || this.busy) return;
    this.busy = true;
    try {
      await this.#do(this.chat);
      this.#cancel();
    } catch (error) {
      this.error = refusalText(error, this.i18n);
    }
    this.busy = false;
  }

  #do(chat: ChatService): Promise<void> {
    const { room, question } = this;
    switch (question.kind) {
      case 'ban':
        return chat.admin.ban(room, question.jid, this.#input('reason')?.value.trim());
      case 'invite': {
        const people = readAddresses(this.#input('people')?.value ?? '', jidDomain(chat.connection.$jid.get()));
        return chat.admin.invite(room, people);
      }
      case 'settings':
        return chat.admin.saveSettings(room, this.#changes());
      case 'leave':
        return chat.admin.leave(room);
      case 'destroy':
        return chat.admin.destroy(room);
    }
  }

  /** Only what is not as it was. */
  #changes(): OfferedSettings {
    const { offered = {} } = this;
    const wanted = Object.fromEntries([
      ...(['name', 'description'] as const).map((name) => [name, this.#input(name)?.value.trim()]),
      ...FLAGS.map((flag) => [flag, this.#input(flag)?.checked]),
    ]) as OfferedSettings;
    const keys = Object.keys(wanted) as (keyof OfferedSettings)[];
    return Object.fromEntries(
      keys.filter((key) => wanted[key] !== undefined && wanted[key] !== offered[key]).map((key) => [key, wanted[key]]),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ethora-room-dialog': EthoraRoomDialog;
  }
}
