import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { defaultI18n, i18nContext, type I18n } from '../../i18n/index.js';
import { hostStyles } from '../../styles/host.js';
import { icon } from './icon.js';
import { loginFormStyles } from './login-form.styles.js';

/** What somebody typed; private between the form and <ethora-chat>, so it does not leave the shadow root. */
export class LoginSubmitEvent extends Event {
  constructor(
    readonly username: string,
    readonly password: string,
  ) {
    super('login-submit');
  }
}

/** Asks for username and password. What was typed stays in the fields, in memory. */
export class EthoraLoginForm extends LitElement {
  static override styles = [...hostStyles, loginFormStyles];

  @consume({ context: i18nContext, subscribe: true }) @state() private i18n: I18n = defaultI18n;

  /** Name of the server, shown under the title. */
  @property() server = '';

  /** Username to start with. */
  @property() username = '';

  /** True while the server is asked. */
  @property({ type: Boolean }) busy = false;

  /** Why it did not work the last time; empty when it did, or was not tried. */
  @property() error = '';

  @state() private visible = false;
  @state() private missing: { readonly username: boolean; readonly password: boolean } = none;

  @query('#username') private readonly usernameField?: HTMLInputElement | null;
  @query('#password') private readonly passwordField?: HTMLInputElement | null;

  override focus(options?: FocusOptions) {
    this.usernameField?.focus(options);
  }

  protected override render() {
    const { t } = this.i18n;
    return html`<form novalidate @submit=${this.#onSubmit} aria-labelledby="title" aria-busy=${this.busy}>
      <span class="mark">${icon('chat', 26)}</span>
      <h2 id="title">${t('logInTitle')}</h2>
      ${this.server ? html`<p class="server"><bdi>${this.server}</bdi></p>` : nothing} ${this.#usernameField()}
      ${this.#passwordField()}
      <button class="button primary" type="submit" aria-disabled=${this.busy}>
        ${this.busy ? html`<span class="spinner"></span>${t('loggingIn')}` : t('logIn')}
      </button>
    </form>`;
  }

  protected override updated(changed: PropertyValues<this>) {
    // The person is told where to go on; not at the first render.
    if (changed.get('busy') && !this.busy && this.error) this.passwordField?.focus();
  }

  #usernameField() {
    const { t } = this.i18n;
    const error = this.missing.username ? t('usernameMissing') : '';
    return html`<label for="username">${t('username')}</label>
      <div class="field ${error ? 'invalid' : ''}">
        <input
          id="username"
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          dir="auto"
          aria-invalid=${error !== ''}
          aria-describedby="username-error"
          ?readonly=${this.busy}
          value=${this.username}
          @input=${this.#onInput}
        />
      </div>
      ${fieldError('username-error', error)}`;
  }

  #passwordField() {
    const { t } = this.i18n;
    const error = this.missing.password ? t('passwordMissing') : this.error;
    return html`<label for="password">${t('password')}</label>
      <div class="field ${error ? 'invalid' : ''}">
        <input
          id="password"
          name="password"
          type=${this.visible ? 'text' : 'password'}
          autocomplete="current-password"
          autocapitalize="none"
          spellcheck="false"
          aria-invalid=${error !== ''}
          aria-describedby="password-error"
          ?readonly=${this.busy}
          @input=${this.#onInput}
        />
        <button
          class="icon-button"
          type="button"
          aria-label=${t('showPassword')}
          title=${t('showPassword')}
          aria-pressed=${this.visible}
          @click=${this.#toggle}
        >
          ${icon(this.visible ? 'eye-off' : 'eye', 18)}
        </button>
      </div>
      ${fieldError('password-error', error)}`;
  }

  #onInput() {
    this.missing = none;
    this.error = '';
  }

  #toggle() {
    this.visible = !this.visible;
  }

  #onSubmit(event: Event) {
    event.preventDefault();
    if (this.busy) return;
    const username = this.usernameField?.value.trim() ?? '';
    const password = this.passwordField?.value ?? '';
    this.missing = { username: !username, password: !password };
    if (!username) this.usernameField?.focus();
    else if (!password) this.passwordField?.focus();
    else this.dispatchEvent(new LoginSubmitEvent(username, password));
  }
}

const none = { username: false, password: false };

/** Always there, so that a screen reader hears what comes in. */
function fieldError(id: string, text: string) {
  return html`<p class="error" id=${id} role="alert">${text ? html`${icon('alert', 14)}<span>${text}</span>` : nothing}</p>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'ethora-login-form': EthoraLoginForm;
  }
}
