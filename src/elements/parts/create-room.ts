import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { chatContext, type ChatService } from '../../context.js';
import { readAddresses } from '../../domain/addresses.js';
import { jidDomain } from '../../domain/jid.js';
import type { RoomKind } from '../../domain/new-room.js';
import { defaultI18n, i18nContext, type I18n } from '../../i18n/index.js';
import { hostStyles } from '../../styles/host.js';
import type { EthoraDialog } from './dialog.js';
import { formStyles } from './form.styles.js';
import { refusalText } from './refusal.js';

const KINDS: readonly RoomKind[] = ['private', 'public', 'direct'];

/** Asks what the new room is to be, and makes it. Says `dialog-close` when it is done with. */
export class EthoraCreateRoom extends LitElement {
  static override styles = [...hostStyles, formStyles];

  @consume({ context: chatContext, subscribe: true }) private chat?: ChatService;
  @consume({ context: i18nContext, subscribe: true }) @state() private i18n: I18n = defaultI18n;

  @state() private kind: RoomKind = 'private';
  @state() private busy = false;
  @state() private error = '';

  protected override render() {
    const { t } = this.i18n;
    const direct = this.kind === 'direct';
    return html`<ethora-dialog .heading=${t('newChat')} .error=${this.error} @dialog-close=${this.#onClose}>
      <form id="form" novalidate @submit=${this.#onSubmit} @input=${this.#onInput}>
        <fieldset>
          <legend>${t('whoFor')}</legend>
          ${KINDS.map(
            (kind) => html`<label class="choice">
              <input
                type="radio"
                name="kind"
                value=${kind}
                ?data-first=${kind === this.kind}
                .checked=${kind === this.kind}
                @change=${() => (this.kind = kind)}
              />${t('roomKind', kind)}
            </label>`,
          )}
        </fieldset>
        ${direct ? nothing : [this.#field('title', t('roomName')), this.#field('description', t('roomDescription'))]}
        ${this.#field('people', direct ? t('person') : t('people'))}
        <p class="hint">${direct ? t('personHint') : t('peopleHint')}</p>
      </form>
      <button slot="actions" class="button" type="button" @click=${this.#cancel}>${t('cancel')}</button>
      <button slot="actions" class="button primary" type="submit" form="form" aria-disabled=${this.busy}>
        ${this.busy ? html`<span class="spinner"></span>` : nothing}${t('create')}
      </button>
    </ethora-dialog>`;
  }

  #field(name: string, label: string): TemplateResult {
    return html`<label for=${name}>${label}</label>
      <div class="field"><input id=${name} name=${name} autocomplete="off" dir="auto" maxlength="1000" /></div>`;
  }

  #value(name: string): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${name}`)?.value.trim() ?? '';
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
    const { chat, kind } = this;
    if (!chat || this.busy) return;
    const title = this.#value('title');
    const missing = kind === 'direct' ? 'people' : 'title';
    if (!this.#value(missing)) {
      this.error = this.i18n.t(kind === 'direct' ? 'personMissing' : 'roomNameMissing');
      this.renderRoot.querySelector<HTMLElement>(`#${missing}`)?.focus();
      return;
    }
    const people = readAddresses(this.#value('people'), jidDomain(chat.connection.$jid.get()));
    this.busy = true;
    try {
      const jid = await chat.admin.create({ kind, title, description: this.#value('description'), people });
      chat.openRoom(jid);
      this.#cancel();
    } catch (error) {
      this.error = refusalText(error, this.i18n);
    }
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ethora-create-room': EthoraCreateRoom;
  }
}
