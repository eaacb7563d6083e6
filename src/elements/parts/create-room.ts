import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { state } from 'lit/decorators.js';
import { chatContext, type ChatService } from '../../context.js';
import type { RoomKind } from '../../domain/new-room.js';
import { defaultI18n, i18nContext, type I18n } from '../../i18n/index.js';
import { hostStyles } from '../../styles/host.js';
import { DialogForm, formField, MissingField } from './dialog-form.js';
import { formStyles } from './form.styles.js';
import { PeopleField, peopleStyles } from './people-field.js';
import { PictureField, pictureStyles } from './picture-field.js';

const KINDS: readonly RoomKind[] = ['private', 'public', 'direct'];

/** Asks what the new room is to be, and makes it. Says `dialog-close` when it is done with. */
export class EthoraCreateRoom extends LitElement {
  static override styles = [...hostStyles, formStyles, pictureStyles, peopleStyles];

  @consume({ context: chatContext, subscribe: true }) private chat?: ChatService;
  @consume({ context: i18nContext, subscribe: true }) @state() private i18n: I18n = defaultI18n;

  readonly #form: DialogForm = new DialogForm(
    this,
    () => this.i18n,
    () => this.#create(),
  );

  readonly #picture = new PictureField(this);
  readonly #people = new PeopleField(this, this.#form, () => this.chat);

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
              this.#picture.render(this.takesPicture, undefined, name, this.i18n),
              formField('description', t('roomDescription')),
            ]
      }
      ${this.#people.render(this.i18n, direct)}`;
  }

  async #create(): Promise<void> {
    const { chat, kind } = this;
    if (!chat) return;
    const form = this.#form;
    const { t } = this.i18n;
    const people = this.#people.read(kind === 'direct' ? t('personMissing') : '');
    const [title = '', description = ''] = [form.value('title'), form.value('description')];
    if (kind !== 'direct' && !title) throw new MissingField('title', t('roomNameMissing'));
    const picture = (kind !== 'direct' && this.#picture.chosen) || undefined;
    chat.openRoom(await chat.admin.create({ kind, title, description, people, ...(picture && { picture }) }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ethora-create-room': EthoraCreateRoom;
  }
}
