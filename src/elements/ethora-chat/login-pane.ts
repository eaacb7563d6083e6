import { html, type TemplateResult } from 'lit';
import type { ConnectionState } from '../../domain/connection.js';
import type { I18n } from '../../i18n/index.js';
import type { LoginSubmitEvent } from '../parts/login-form.js';

/** What the login form is made from. */
export interface LoginPaneOptions {
  /** Name of the server. */
  readonly server: string;
  /** Username to start with. */
  readonly username: string;
  /** Of the attempt that somebody made with the form; undefined before that. */
  readonly connection: ConnectionState | undefined;
  readonly onLogin: (event: LoginSubmitEvent) => void;
}

/** The login form: busy while an attempt is under way or planned, and with the reason when the last one failed. */
export function loginPane({ server, username, connection, onLogin }: LoginPaneOptions, { t }: I18n): TemplateResult {
  const { status, reason, retryAt } = connection ?? {};
  const busy = status === 'connecting' || status === 'online' || (status === 'offline' && retryAt !== undefined);
  return html`<ethora-login-form
    .server=${server}
    .username=${username}
    .busy=${busy}
    .error=${busy || !reason || reason === 'idle' ? '' : `${t('problem', reason)}.`}
    @login-submit=${onLogin}
  ></ethora-login-form>`;
}

/** The host of the first URL; empty when it is none. */
export function hostOf(service: string): string {
  const [first = ''] = service.trim().split(/\s+/);
  return URL.canParse(first) ? new URL(first).hostname : '';
}
