import { html, type TemplateResult } from 'lit';
import type { ConnectionReason, ConnectionState } from '../../domain/connection.js';
import type { I18n } from '../../i18n/index.js';
import type { LoginSubmitEvent } from '../parts/login-form.js';

/** What the login form is made from. */
export interface LoginPaneOptions {
  /** Name of the server. */
  readonly server: string;
  /** Asks for an e-mail address instead of a username. */
  readonly email: boolean;
  /** Username to start with. */
  readonly username: string;
  /** Of the attempt that somebody made with the form, or of a login of an earlier visit that ended; else undefined. */
  readonly connection: ConnectionState | undefined;
  readonly onLogin: (event: LoginSubmitEvent) => void;
}

/** The login form: busy while an attempt is under way or planned, and with the reason when the last one failed. */
export function loginPane(options: LoginPaneOptions, { t }: I18n): TemplateResult {
  const { server, email, username, connection, onLogin } = options;
  const { status, reason, retryAt } = connection ?? {};
  const busy = status === 'connecting' || status === 'online' || (status === 'offline' && retryAt !== undefined);
  return html`<ethora-login-form
    .server=${server}
    .email=${email}
    .username=${username}
    .busy=${busy}
    .error=${busy || !reason || reason === 'idle' ? '' : explain(reason, email, t)}
    @login-submit=${onLogin}
  ></ethora-login-form>`;
}

/** Why it did not work, in whole sentences. */
function explain(reason: ConnectionReason, email: boolean, t: I18n['t']): string {
  if (reason === 'email-unverified') return t('emailUnverified');
  return email && reason === 'wrong-credentials' ? t('wrongEmail') : `${t('problem', reason)}.`;
}

/** The host of the first URL; empty when it is none. */
export function hostOf(service: string): string {
  const [first = ''] = service.trim().split(/\s+/);
  return URL.canParse(first) ? new URL(first).hostname : '';
}
