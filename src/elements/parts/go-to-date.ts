import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { chatContext, type ChatService } from '../../context.js';
import { defaultI18n, i18nContext, type I18n } from '../../i18n/index.js';
import { hostStyles } from '../../styles/host.js';
import { DialogForm, MissingField } from './dialog-form.js';
import { formStyles } from './form.styles.js';
import { icon } from './icon.js';

/** A button that asks for a day and leads to the messages of a room from then on. */
export class EthoraGoToDate extends LitElement {
  static override styles = [...hostStyles, formStyles];

  @consume({ context: chatContext, subscribe: true }) private chat?: ChatService;
  @consume({ context: i18nContext, subscribe: true }) @state() private i18n: I18n = defaultI18n;

  readonly #form: DialogForm = new DialogForm(
    this,
    () => this.i18n,
    () => this.#go(),
  );

  /** JID of the room. */
  @property() room = '';

  @state() private asking = false;

  constructor() {
    super();
    this.addEventListener('dialog-close', this.#toggle);
  }

  protected override render() {
    const { t } = this.i18n;
    const heading = t('goToDate');
    const body = html`<label for="date">${t('date')}</label>
      <div class="field"><input id="date" type="date" max=${today()} value=${today()} data-first /></div>`;
    return html`<button
        class="icon-button"
        type="button"
        aria-label=${heading}
        title=${heading}
        aria-haspopup="dialog"
        @click=${this.#toggle}
      >
        ${icon('calendar')}</button
      >${this.asking ? this.#form.render({ heading, body, action: t('go') }) : nothing}`;
  }

  readonly #toggle = () => {
    this.asking = !this.asking;
  };

  async #go() {
    const { t } = this.i18n;
    const day = this.#form.value('date');
    if (!day) throw new MissingField('date', t('dateMissing'));
    // Without a zone: midnight here.
    const found = await this.chat?.jumpToDate(this.room, new Date(`${day}T00:00`));
    if (!found) throw new MissingField('date', t('noneSince'));
  }
}

/** The day here, as a date field has it. */
function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

declare global {
  interface HTMLElementTagNameMap {
    'ethora-go-to-date': EthoraGoToDate;
  }
}
