import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { chatContext, type ChatService } from '../../context.js';
import { pictureUrl } from '../../domain/avatar.js';
import { isLoopback } from '../../domain/loopback.js';
import type { OfferedSettings } from '../../domain/room-settings.js';
import { defaultI18n, i18nContext, type I18n } from '../../i18n/index.js';
import { hostStyles } from '../../styles/host.js';
import { DialogForm, formField, MissingField } from './dialog-form.js';
import { formStyles } from './form.styles.js';
import { PeopleField, peopleStyles } from './people-field.js';
import { PictureField, pictureStyles } from './picture-field.js';

/** What is asked about a room before it is done. */
export type RoomQuestion =
  | { readonly kind: 'invite' | 'settings' | 'leave' | 'destroy' }
  | { readonly kind: 'ban'; readonly jid: string; readonly name: string };

/** The settings that are shown, where the server has them. */
const FLAGS = ['membersOnly', 'archived'] as const;

/** 0: for good. */
const BAN_SECONDS = [0, 3600, 86_400, 604_800, 2_592_000] as const;

/** Asks one question about a room and does what is answered. Says `dialog-close` when it is done with. */
export class EthoraRoomDialog extends LitElement {
  static override styles = [...hostStyles, formStyles, pictureStyles, peopleStyles];

  @consume({ context: chatContext, subscribe: true }) private chat?: ChatService;
  @consume({ context: i18nContext, subscribe: true }) @state() private i18n: I18n = defaultI18n;

  readonly #form: DialogForm = new DialogForm(
    this,
    () => this.i18n,
    () => this.#do(),
  );

  readonly #picture = new PictureField(this);
  readonly #people = new PeopleField(this, this.#form, () => this.chat);

  /** JID of the room. */
  @property() room = '';
  @property({ attribute: false }) question: RoomQuestion = { kind: 'invite' };

  @state() private offered?: OfferedSettings;
  #takesPicture = false;

  protected override render() {
    const { t } = this.i18n;
    const { kind } = this.question;
    const dangerous = kind === 'ban' || kind === 'leave' || kind === 'destroy';
    return this.#form.render({
      heading: this.#heading(),
      body: this.#body(),
      action: t('roomAction', kind),
      dangerous,
    });
  }

  protected override firstUpdated(changed: PropertyValues<this>) {
    super.firstUpdated(changed);
    if (this.question.kind === 'settings') {
      this.#load().catch((error: unknown) => {
        this.#form.refuse(error);
      });
    }
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
        return this.#people.render(this.i18n, false, this.room);
      case 'ban':
        return [
          formField('reason', t('reason'), '', true),
          this.chat?.rooms.get(this.room)?.timedBans ? this.#banTimes() : nothing,
        ];
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
      return this.#form.failed ? nothing : html`<span class="spinner" role="img" aria-label=${t('loading')}></span>`;
    const name = offered.name === undefined ? nothing : formField('name', t('roomName'), offered.name, true);
    const picture = pictureUrl(this.chat?.rooms.get(this.room)?.picture, isLoopback(location.hostname));
    return [
      this.#picture.render(this.#takesPicture, picture, name, this.i18n),
      offered.description === undefined
        ? nothing
        : formField('description', t('roomDescription'), offered.description, true),
      ...FLAGS.map((flag) =>
        offered[flag] === undefined
          ? nothing
          : html`<label class="choice">
              <input type="checkbox" id=${flag} ?checked=${offered[flag]} />${t(flag)}
            </label>`,
      ),
    ];
  }

  async #load() {
    const { chat, room } = this;
    if (!chat) return;
    const pictured = !chat.rooms.get(room)?.direct && chat.admin.takesPicture(room).catch(() => false);
    const offered = await chat.admin.settings(room);
    this.#takesPicture = await pictured;
    this.offered = offered;
    await this.updateComplete;
    this.#form.input('name')?.focus();
  }

  async #do(): Promise<void> {
    const { chat, room, question } = this;
    if (!chat) return;
    switch (question.kind) {
      case 'ban':
        return chat.admin.ban(room, question.jid, this.#form.value('reason'), ...this.#banSeconds());
      case 'invite':
        return chat.admin.invite(room, this.#people.read(this.i18n.t('personMissing')));
      case 'settings':
        if (!this.offered) {
          await this.#load();
          throw new MissingField('name', '');
        }
        if (this.#picture.chosen !== undefined) await chat.admin.setPicture(room, this.#picture.chosen ?? undefined);
        return chat.admin.saveSettings(room, this.#changes());
      case 'leave':
        return chat.admin.leave(room);
      case 'destroy':
        return chat.admin.destroy(room);
    }
  }

  /** Empty: for good. */
  #banSeconds(): number[] {
    return [Number(this.#form.value('time'))].filter((seconds) => seconds > 0);
  }

  #banTimes(): unknown {
    const { t } = this.i18n;
    return html`<label for="time">${t('banTime')}</label>
      <select id="time" class="field">
          ${BAN_SECONDS.map((seconds) => html`<option value=${seconds}>${t('banSeconds', seconds)}</option>`)}
        </select>`;
  }

  /** Only what is not as it was. */
  #changes(): OfferedSettings {
    const { offered = {} } = this;
    const wanted = Object.fromEntries([
      ...(['name', 'description'] as const).map((name) => [name, this.#form.value(name)]),
      ...FLAGS.map((flag) => [flag, this.#form.input(flag)?.checked]),
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
