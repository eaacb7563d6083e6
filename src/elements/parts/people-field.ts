import { css, html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { ChatService } from '../../context.js';
import { readAddresses } from '../../domain/addresses.js';
import { jidDomain, jidLocal } from '../../domain/jid.js';
import { RoomError } from '../../domain/room-error.js';
import type { I18n } from '../../i18n/index.js';
import { avatar, avatarStyles } from './avatar.js';
import { MissingField, type DialogForm } from './dialog-form.js';
import { icon } from './icon.js';

/** Where a person names others: each becomes a chip. Those whom the own rooms know are suggested. */
export class PeopleField {
  readonly #host: LitElement;
  readonly #form: DialogForm;
  readonly #chat: () => ChatService | undefined;
  #people: readonly string[] = [];
  #most = Infinity;
  /** Names by address. */
  #known: ReadonlyMap<string, string> = new Map();

  constructor(host: LitElement, form: DialogForm, chat: () => ChatService | undefined) {
    this.#host = host;
    this.#form = form;
    this.#chat = chat;
  }

  /** `one`: for one person only. `room`: JID of the room that they are asked into, which is all that is asked. */
  render({ t }: I18n, one = false, room = ''): TemplateResult {
    const label = t(one ? 'person' : 'people');
    const chat = this.#chat();
    if (chat && this.#known.size === 0) this.#known = knownPeople(chat, room);
    this.#most = one ? 1 : Infinity;
    const domain = jidDomain(this.#own);
    return html`<label for="people">${label}</label>
      <div class="field people">
        <ul aria-live="polite" aria-label=${label}>
          ${this.#shown.map((jid) => {
            const name = this.#known.get(jid) ?? jid;
            const remove = t('removeFile', name);
            return html`<li title=${jid}>
              ${avatar({ id: jid, name, shape: 'person', size: 24 })}<bdi class="ellipsis">${name}</bdi>
              <button type="button" class="icon-button" aria-label=${remove} title=${remove} @click=${() => this.#remove(jid)}>
                ${icon('close', 14)}
              </button>
            </li>`;
          })}
        </ul>
        <input
          id="people"
          list="known"
          autocomplete="off"
          spellcheck="false"
          dir="auto"
          aria-describedby="people-hint"
          ?data-first=${room}
          @input=${this.#onInput}
          @blur=${this.#onBlur}
          @keydown=${this.#onKey}
        />
        <datalist id="known">
          ${[...this.#known].map(([jid, name]) =>
            // A room of two is made of people of one server.
            this.#shown.includes(jid) || (one && jidDomain(jid) !== domain)
              ? nothing
              : html`<option value=${jid} label=${name}></option>`,
          )}
        </datalist>
      </div>
      <p class="hint" id="people-hint">${t('addressHint')}</p>`;
  }

  /**
   * Those who were named, with what is not a chip yet. `missing`: what is said when there are none.
   * @throws {RoomError} `jid-malformed` when that is no address; {MissingField} after Enter, which only ends a name.
   */
  read(missing = ''): readonly string[] {
    const input = this.#form.input('people');
    const isTyping = input?.value.trim() && input.matches(':focus');
    this.#take();
    if (isTyping) throw new MissingField('people', '');
    if (missing && !this.#shown[0]) throw new MissingField('people', missing);
    return this.#shown;
  }

  get #own(): string {
    return this.#chat()?.connection.$jid.get() ?? '';
  }

  get #shown(): readonly string[] {
    return this.#people.slice(-this.#most);
  }

  #put(people: readonly string[]) {
    this.#people = [...new Set(people)].slice(-this.#most);
    this.#host.requestUpdate();
  }

  #remove(jid: string) {
    this.#put(this.#shown.filter((one) => one !== jid));
    this.#form.input('people')?.focus();
  }

  /** Makes chips of what was typed; what is no address stays. */
  #take() {
    const input = this.#form.input('people');
    if (!input) return;
    const { jids, wrong } = readAddresses(input.value, this.#own, this.#known);
    input.value = wrong.join(' ');
    if (jids.length > 0) this.#put([...this.#shown, ...jids]);
    if (wrong[0]) throw new RoomError('jid-malformed', wrong[0]);
  }

  #tryTake() {
    try {
      this.#take();
      this.#form.refuse();
    } catch (error) {
      this.#form.refuse(error);
    }
  }

  readonly #onInput = (event: Event) => {
    const { value } = event.currentTarget as HTMLInputElement;
    const isPicked = this.#known.has(value) && !(event instanceof InputEvent && event.inputType === 'insertText');
    if (!isPicked && !/[,;]/.test(value)) return;
    // The form would take back at once what is said here.
    event.stopPropagation();
    this.#tryTake();
  };

  /** Not while a button is pressed: a new chip could push it from under the pointer. */
  readonly #onBlur = () => {
    if (!this.#host.renderRoot.querySelector('button:active')) this.#tryTake();
  };

  readonly #onKey = ({ key, repeat, currentTarget }: KeyboardEvent) => {
    if (key === 'Backspace' && !repeat && !(currentTarget as HTMLInputElement).value) {
      this.#put(this.#shown.slice(0, -1));
    }
  };
}

/** The names of those who are in the own rooms with their addresses; without oneself, and without the people of `room`. */
function knownPeople(chat: ChatService, room: string): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  const others = new Set(['', chat.connection.$jid.get()]);
  for (const one of Object.values(chat.rooms.$byJid.get())) {
    if (one.presence !== 'joined') continue;
    for (const { jid = '', name } of chat.room(one.jid).members.$members.get()) {
      if (one.jid === room) others.add(jid);
      // Some rooms know only the first part of the address.
      if (name !== jidLocal(jid) || !known.has(jid)) known.set(jid, name);
    }
  }
  return new Map([...known].filter(([jid]) => !others.has(jid)).sort(([, a], [, b]) => a.localeCompare(b)));
}

export const peopleStyles = [
  avatarStyles,
  css`
    .people {
      flex-wrap: wrap;
      gap: 6px;
      padding: 5px;
    }
    .people ul {
      display: contents;
    }
    .people li {
      display: flex;
      align-items: center;
      gap: 6px;
      max-inline-size: 100%;
      padding: 2px;
      border-radius: 14px;
      background: var(--_color-hover);
      font-size: 14px;
      line-height: 20px;
    }
    .people .icon-button {
      block-size: 24px;
      border-radius: 12px;
    }
    .people input {
      flex-basis: 120px;
      padding: 3px 7px;
    }
  `,
];
