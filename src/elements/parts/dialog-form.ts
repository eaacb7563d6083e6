import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { I18n } from '../../i18n/index.js';
import type { EthoraDialog } from './dialog.js';
import { refusalText } from './refusal.js';

/** A field that must not be empty is; without a message, one that is not finished. */
export class MissingField extends Error {
  override readonly name = 'MissingField';
  constructor(
    readonly field: string,
    /** What the person reads. */
    message: string,
  ) {
    super(message);
  }
}

/** What a dialog shows around its form. */
export interface DialogFormView {
  readonly heading: string;
  readonly body: unknown;
  /** What the button says that does it. */
  readonly action: string;
  readonly dangerous?: boolean;
}

/**
 * The form that a dialog consists of: its frame and its buttons, what went wrong, and the end when it went well. The host says
 * `dialog-close` when it is done with.
 */
export class DialogForm {
  readonly #host: LitElement;
  readonly #i18n: () => I18n;
  readonly #act: () => Promise<unknown>;
  #error = '';
  #busy = false;

  /** `act` does what the form is for; what it throws is shown, and nothing that was typed is lost. */
  constructor(host: LitElement, i18n: () => I18n, act: () => Promise<unknown>) {
    this.#host = host;
    this.#i18n = i18n;
    this.#act = act;
  }

  get failed(): boolean {
    return this.#error !== '';
  }

  /** The value of a field without blanks around it; undefined when there is no such field. */
  value(name: string): string | undefined {
    return this.input(name)?.value.trim();
  }

  input(name: string): HTMLInputElement | null {
    return this.#host.renderRoot.querySelector<HTMLInputElement>(`#${name}`);
  }

  /** Shows why something did not work; without an error, nothing any more. */
  refuse(error?: unknown) {
    if (error instanceof MissingField) {
      this.#error = error.message;
      this.input(error.field)?.focus();
    } else this.#error = error ? refusalText(error, this.#i18n()) : '';
    this.#host.requestUpdate();
  }

  render({ heading, body, action, dangerous }: DialogFormView): TemplateResult {
    return html`<ethora-dialog .heading=${heading} .error=${this.#error} @dialog-close=${this.#onClose}>
      <form id="form" novalidate @submit=${this.#onSubmit} @input=${this.#onInput}>${body}</form>
      <button slot="actions" class="button" type="button" data-first @click=${this.#cancel}>${this.#i18n().t('cancel')}</button>
      <button
        slot="actions"
        class="button ${dangerous ? 'danger' : 'primary'}"
        type="submit"
        form="form"
        aria-disabled=${this.#busy}
      >
        ${this.#busy ? html`<span class="spinner"></span>` : nothing}${action}
      </button>
    </ethora-dialog>`;
  }

  readonly #cancel = () => this.#host.renderRoot.querySelector<EthoraDialog>('ethora-dialog')?.close();

  readonly #onClose = () => this.#host.dispatchEvent(new Event('dialog-close'));

  readonly #onInput = () => {
    this.refuse();
  };

  readonly #onSubmit = async (event: Event) => {
    event.preventDefault();
    if (this.#busy) return;
    this.#busy = true;
    this.refuse();
    try {
      await this.#act();
      this.#cancel();
    } catch (error) {
      this.refuse(error);
    }
    this.#busy = false;
    this.#host.requestUpdate();
  };
}

/** A labelled field of a form; `first` when the focus begins here. */
export function formField(name: string, label: string, value = '', first = false): TemplateResult {
  return html`<label for=${name}>${label}</label>
    <div class="field">
      <input id=${name} name=${name} autocomplete="off" dir="auto" maxlength="1000" ?data-first=${first} value=${value} />
    </div>`;
}
