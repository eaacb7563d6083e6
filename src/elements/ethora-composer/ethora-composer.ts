import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { chatContext, type ChatService } from '../../context.js';
import { FileDropController } from '../../controllers/file-drop-controller.js';
import { StoreController } from '../../controllers/store-controller.js';
import { WidthController } from '../../controllers/width-controller.js';
import { jidLocal } from '../../domain/jid.js';
import type { Room } from '../../domain/room.js';
import type { StagedFile } from '../../domain/upload.js';
import { MessageSubmitEvent } from '../../events/message-submit-event.js';
import { defaultI18n, i18nContext, type I18n } from '../../i18n/index.js';
import { hostStyles } from '../../styles/host.js';
import { fileStyles } from '../parts/file.js';
import { icon } from '../parts/icon.js';
import { composerStyles } from './ethora-composer.styles.js';
import { stagedFiles, stagedStyles } from './staged-files.js';

/** Narrower than this, the placeholder leaves out the room. */
const WIDE_PX = 480;

/**
 * Where the user writes a message. What is not sent yet, text and files, is kept for each room. The text goes out first, then the
 * files, each as a message of its own.
 *
 * @element ethora-composer
 * @fires {MessageSubmitEvent} ethora-message-submit - Enter or the send button; cancelable, which keeps the draft.
 * @slot actions - Buttons shown before the send button.
 * @csspart box - The frame around field and buttons.
 * @csspart field - The text area.
 * @csspart attach - The button that chooses files; only where the server takes any.
 * @csspart chip - A file that goes out with the text.
 * @csspart send - The send button.
 * @csspart notice - What stands there instead when one may not write.
 * @cssprop [--ethora-composer-max-height=234px] - Height from which the field scrolls: ten lines.
 */
export class EthoraComposer extends LitElement {
  static override styles = [...hostStyles, fileStyles, composerStyles, stagedStyles];

  @consume({ context: chatContext, subscribe: true }) @state() private chat?: ChatService;
  @consume({ context: i18nContext, subscribe: true }) @state() private i18n: I18n = defaultI18n;

  readonly #active = new StoreController(this, () => this.chat?.rooms.$active);
  readonly #rooms = new StoreController(this, () => this.chat?.rooms.$byJid);
  readonly #drafts = new StoreController(this, () => this.chat?.drafts.$drafts);
  readonly #limits = new StoreController(this, () => this.chat?.uploads.$limits);
  readonly #staged = new StoreController(this, () => this.chat?.uploads.$staged);
  readonly #width = new WidthController(this, WIDE_PX);

  readonly #drop = new FileDropController(
    this,
    () => this.#attaches,
    (files) => {
      this.#attach(files);
    },
  );

  /** JID of the room to write to; by default the one that is open. */
  @property() room = '';

  /** Longest message, in UTF-16 code units. */
  @property({ type: Number, attribute: 'max-length' }) maxLength = 4000;

  /** What was written without a session. */
  #loose = '';

  /** The draft of the room, as plain text. */
  get value(): string {
    const room = this.#roomJid;
    return this.chat && room ? this.chat.drafts.get(room) : this.#loose;
  }
  set value(text: string) {
    const room = this.#roomJid;
    if (this.chat && room) this.chat.setDraft(room, text);
    else this.#loose = text;
    this.requestUpdate();
  }

  override focus(options?: FocusOptions) {
    this.#field?.focus(options);
  }

  protected override render() {
    const { t } = this.i18n;
    const room = this.#room;
    if (room?.presence === 'denied') return this.#notice(t('noAccess'));
    if (room?.role === 'visitor') return this.#notice(t('readOnly'));
    const to = this.#roomName;
    const nowhere = this.chat !== undefined && this.#roomJid === undefined;
    return html`
      <div class=${this.#drop.over ? 'field dropping' : 'field'} part="box">
        ${stagedFiles({ files: this.#files, limits: this.#limits.value, remove: this.#unstage }, this.i18n)}
        ${this.#attaches ? this.#attachButton() : nothing}
        <textarea
          part="field"
          rows="1"
          dir=${this.value ? 'auto' : nothing}
          enterkeyhint="send"
          autocomplete="off"
          aria-label=${to ? t('messageTo', to) : t('message')}
          placeholder=${to && this.#width.wide ? t('messageTo', to) : t('message')}
          maxlength=${this.maxLength}
          ?disabled=${nowhere}
          .value=${this.value}
          @input=${this.#onInput}
          @blur=${this.#onBlur}
          @keydown=${this.#onKeydown}
          @paste=${this.#onPaste}
        ></textarea>
        <slot name="actions"></slot>
        <button
          part="send"
          class="button primary send"
          type="button"
          aria-label=${t('send')}
          title=${t('send')}
          ?disabled=${nowhere || !(this.value.trim() || this.#sendable.length > 0)}
          @mousedown=${keepFocus}
          @click=${this.#submit}
        >
          ${icon('arrow-up')}
        </button>
      </div>
    `;
  }

  protected override updated() {
    if (!CSS.supports('field-sizing', 'content')) fitContent(this.#field);
  }

  #attachButton() {
    const label = this.i18n.t('attach');
    return html`<button
        part="attach"
        class="icon-button attach"
        type="button"
        aria-label=${label}
        title=${label}
        @click=${this.#choose}
      >
        ${icon('plus')}</button
      ><input class="files" type="file" multiple hidden aria-label=${label} @change=${this.#onChosen} />`;
  }

  #notice(text: string) {
    return html`<p class="notice" part="notice">${icon('lock', 16)}<span>${text}</span></p>`;
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea');
  }

  get #roomJid(): string | undefined {
    return this.room || this.#active.value || this.chat?.rooms.$active.get();
  }

  get #room(): Room | undefined {
    const jid = this.#roomJid;
    return jid ? this.#rooms.value?.[jid] : undefined;
  }

  /** Empty when no room is open. */
  get #roomName(): string {
    return this.#room?.name ?? jidLocal(this.#roomJid ?? '');
  }

  #onInput() {
    this.value = this.#field?.value ?? '';
    this.#tellTyping(this.value.trim() !== '');
  }

  readonly #onBlur = () => {
    this.#tellTyping(false);
  };

  #tellTyping(typing: boolean) {
    const room = this.#roomJid;
    if (room) this.chat?.setTyping(room, typing);
  }

  #onKeydown(event: KeyboardEvent) {
    // Enter also confirms a word in an input method; that must not send.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || endsComposition(event)) return;
    event.preventDefault();
    this.#submit();
  }

  /** Files go out when the server takes any, and there is a room. */
  get #attaches(): boolean {
    const room = this.#room;
    const may = room?.presence !== 'denied' && room?.role !== 'visitor';
    return this.#limits.value !== undefined && this.#roomJid !== undefined && may;
  }

  get #files(): readonly StagedFile[] {
    return this.#staged.value?.get(this.#roomJid ?? '') ?? [];
  }

  get #sendable(): readonly StagedFile[] {
    return this.#files.filter(({ problem }) => !problem);
  }

  #attach(files: readonly File[]) {
    if (files.length === 0) return;
    this.chat?.stageFiles(files, this.#roomJid);
    this.#field?.focus();
  }

  readonly #unstage = (id: string) => {
    this.chat?.unstageFile(this.#roomJid ?? '', id);
    this.#field?.focus();
  };

  #choose() {
    this.renderRoot.querySelector<HTMLInputElement>('.files')?.click();
  }

  #onChosen({ currentTarget }: Event) {
    if (!(currentTarget instanceof HTMLInputElement)) return;
    this.#attach(Array.from(currentTarget.files ?? []));
    // So that the same file can be chosen again.
    currentTarget.value = '';
  }

  #onPaste(event: ClipboardEvent) {
    const files = Array.from(event.clipboardData?.files ?? []);
    // What is copied from a document comes as text and as a picture of it: the text is meant.
    if (files.length === 0 || !this.#attaches || event.clipboardData?.types.includes('text/plain')) return;
    event.preventDefault();
    this.#attach(files);
  }

  #submit() {
    const text = this.value.trim();
    const room = this.#roomJid;
    const files = this.#sendable;
    if (!(text || files.length > 0) || !this.dispatchEvent(new MessageSubmitEvent(text, room ?? ''))) return;
    // Kept unless the session took it: nothing that was written gets lost.
    if (room && text && this.chat?.send(text, room)) this.chat.setDraft(room, '');
    if (room && files.length > 0) this.#sendFiles(files, room);
    this.#field?.focus();
  }

  #sendFiles(files: readonly StagedFile[], room: string) {
    const messages = this.chat?.sendFiles(
      files.map(({ file }) => file),
      room,
    );
    if (messages?.length === files.length) for (const { id } of files) this.chat?.unstageFile(room, id);
  }
}

/** A press on the button leaves the focus, and on touch the keyboard, where they are. */
function keepFocus(event: Event) {
  event.preventDefault();
}

/** Safari ends the composition before the key that ended it; only the old code tells (https://webkit.org/b/165004). */
function endsComposition(event: KeyboardEvent): boolean {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other sign
  return event.keyCode === 229;
}

/** For browsers without `field-sizing`. */
function fitContent(field: HTMLTextAreaElement | null) {
  if (!field) return;
  field.style.blockSize = '0';
  field.style.blockSize = `${String(field.scrollHeight)}px`;
}

declare global {
  interface HTMLElementTagNameMap {
    'ethora-composer': EthoraComposer;
  }
}
