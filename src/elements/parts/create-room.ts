import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { state } from 'lit/decorators.js';
import { chatContext, type ChatService } from '../../context.js';
import { readAddresses } from '../../domain/addresses.js';
import { jidDomain } from '../../domain/jid.js';
import type { RoomKind } from '../../domain/new-room.js';
import { defaultI18n, i18nContext, type I18n } from '../../i18n/index.js';
import { hostStyles } from '../../styles/host.js';
import { DialogForm, formField, MissingField } from './dialog-form.js';
import { formStyles } from './form.styles.js';
import { PictureField, pictureStyles } from './picture-field.js';

const KINDS: readonly RoomKind[] = ['private', 'public', 'direct'];

/** Asks what the new room is to be, and makes it. Says `dialog-close` when it is done with. */
export class EthoraCreateRoom extends LitElement {
  static override styles = [...hostStyles, formStyles, pictureStyles];

  @consume({ context: chatContext, subscribe: true }) private chat?: ChatService;
  @consume({ context: i18nContext, subscribe: true }) @state() private i18n: I18n = defaultI18n;

  readonly #form: DialogForm = new DialogForm(
    this,
    () => this.i18n,
    () => this.#create(),
  );

  readonly #picture = new PictureField(this);

  @state() private kind: RoomKind = 'private';
  @state() private takesPicture = false;

  protected override render() {
    const { t } = this.i18n;
    return this.#form.render({ heading: t('newChat'), body: this.#body(), action: t('create') });
  }

  protected override firstUpdated(changed: PropertyValues<this>) {
    super.firstUpdated(changed);
    this.chat?.admin.takesPicture().then(
      (takes) => (this.takesPicture = takes),
      () => undefined,
    );
  }

  #body(): unknown {
    const { t } = this.i18n;
    const direct = this.kind === 'direct';
    const name = formField('title', t('roomName'));
    return html`<fieldset>
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
      ${
        direct
          ? nothing
          : [
              this.takesPicture ? this.#picture.render(undefined, name, this.i18n) : name,
              formField('description', t('roomDescription')),
            ]
      }
      ${formField('people', direct ? t('person') : t('people'))}
      <p class="hint">${direct ? t('personHint') : t('peopleHint')}</p>`;
  }

  async #create(): Promise<void> {
    const { chat, kind } = this;
    if (!chat) return;
    const form = this.#form;
    const missing = kind === 'direct' ? 'people' : 'title';
    if (!form.value(missing)) {
      throw new MissingField(missing, this.i18n.t(kind === 'direct' ? 'personMissing' : 'roomNameMissing'));
    }
    const people = readAddresses(form.value('people') ?? '', jidDomain(chat.connection.$jid.get()));
    const [title = '', description = ''] = [form.value('title'), form.value('description')];
    const picture = (kind !== 'direct' && this.#picture.chosen) || undefined;
    chat.openRoom(await chat.admin.create({ kind, title, description, people, ...(picture && { picture }) }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ethora-create-room': EthoraCreateRoom;
  }
}
