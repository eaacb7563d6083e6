import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { defaultI18n, i18nContext, type I18n } from '../../i18n/index.js';
import { hostStyles } from '../../styles/host.js';
import { icon } from './icon.js';
import { loginFormStyles } from './login-form.styles.js';

/** What somebody typed; private between the form and <ethora-chat>, so it does not leave the shadow root. */
export class LoginSubmitEvent extends Event {
  constructor(
    /** Or e-mail address, where that was asked for. */
    readonly username: string,
    readonly password: string,
  ) {
    super('login-submit');
  }
}

type Field = 'username' | 'password';

/** Asks for username, or e-mail address, and password. What was typed stays in the fields, in memory. */
export class EthoraLoginForm extends LitElement {
  static override styles = [...hostStyles, loginFormStyles];

  @consume({ context: i18nContext, subscribe: true }) @state() private i18n: I18n = defaultI18n;

  /** Name of the server, shown under the title. */
  @property() server = '';

  /** Asks for an e-mail address instead of a username. */
  @property({ type: Boolean }) email = false;

  /** Username to start with. */
  @property() username = '';

  /** True while the server is asked. */
  @property({ type: Boolean }) busy = false;

  /** Why it did not work the last time; empty when it did, or was not tried. */
  @property() error = '';

  @state() private visible = false;
  /** Fields that were sent empty. */
  @state() private missing: readonly Field[] = [];

  override focus(options?: FocusOptions) {
    this.#input('username')?.focus(options);
  }

  protected override render() {
    const { t } = this.i18n;
    return html`<form novalidate @submit=${this.#onSubmit} aria-labelledby="title" aria-busy=${this.busy}>
      <span class="tile primary">${icon('chat', 26)}</span>
      <h2 id="title">${t('logInTitle')}</h2>
      ${this.server ? html`<p class="server"><bdi>${this.server}</bdi></p>` : nothing}
      ${this.#field('username', 'username', this.missing.includes('username') ? t(this.email ? 'emailMissing' : 'usernameMissing') : '')}
      ${this.#field(
        'password',
        'current-password',
        this.missing.includes('password') ? t('passwordMissing') : this.error,
        html`<button
          class="icon-button"
          type="button"
          aria-label=${t('showPassword')}
          title=${t('showPassword')}
          aria-pressed=${this.visible}
          @click=${this.#toggle}
        >
          ${icon(this.visible ? 'eye-off' : 'eye', 18)}
        </button>`,
      )}
      <button class="button primary" type="submit" aria-disabled=${this.busy}>
        ${this.busy ? html`<span class="spinner"></span>${t('loggingIn')}` : t('logIn')}
      </button>
    </form>`;
  }

  protected override updated(changed: PropertyValues<this>) {
    // The person is told where to go on; not at the first render.
    if (changed.get('busy') && !this.busy && this.error) this.#input('password')?.focus();
  }

  /** The place for the error is always there, so that a screen reader hears what comes in. */
  #field(name: Field, autocomplete: AutoFill, error: string, button?: TemplateResult) {
    const email = this.email && name === 'username';
    return html`<label for=${name}>${this.i18n.t(email ? 'email' : name)}</label>
      <div class="field ${error ? 'invalid' : ''}">
        <input
          id=${name}
          name=${name}
          type=${name === 'password' && !this.visible ? name : 'text'}
          autocomplete=${autocomplete}
          inputmode=${email ? 'email' : 'text'}
          autocapitalize="none"
          spellcheck="false"
          dir="auto"
          aria-invalid=${error !== ''}
          aria-describedby="${name}-error"
          ?readonly=${this.busy}
          value=${name === 'username' ? this.username : ''}
          @input=${this.#onInput}
        />
        ${button}
      </div>
      <p class="error" id="${name}-error" role="alert">
        ${error ? html`${icon('alert', 14)}<span>${error}</span>` : nothing}
      </p>`;
  }

  #input(name: Field): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${name}`);
  }

  #onInput() {
    this.missing = [];
    this.error = '';
  }

  #toggle() {
    this.visible = !this.visible;
  }

  #onSubmit(event: Event) {
    event.preventDefault();
    if (this.busy) return;
    const username = this.#input('username')?.value.trim() ?? '';
    const password = this.#input('password')?.value ?? '';
    this.missing = [...(username ? [] : ['username' as const]), ...(password ? [] : ['password' as const])];
    const [first] = this.missing;
    if (first) this.#input(first)?.focus();
    else this.dispatchEvent(new LoginSubmitEvent(username, password));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ethora-login-form': EthoraLoginForm;
  }
}
