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
  /** Whether somebody has used the form. */
  readonly tried: boolean;
  readonly connection: ConnectionState | undefined;
  readonly onLogin: (event: LoginSubmitEvent) => void;
  readonly i18n: I18n;
}

/** The login form: busy while an attempt is under way or planned, and with the reason when the last one failed. */
export function loginPane({ server, username, tried, connection, onLogin, i18n }: LoginPaneOptions): TemplateResult {
  const busy = tried && isUnderWay(connection);
  return html`<ethora-login-form
    .server=${server}
    .username=${username}
    .busy=${busy}
    .error=${tried && !busy ? errorText(connection, i18n) : ''}
    @login-submit=${onLogin}
  ></ethora-login-form>`;
}

function isUnderWay(connection: ConnectionState | undefined): boolean {
  const { status, retryAt } = connection ?? {};
  return status === 'connecting' || status === 'online' || (status === 'offline' && retryAt !== undefined);
}

function errorText(connection: ConnectionState | undefined, { t }: I18n): string {
  const reason = connection?.reason;
  if (!reason || reason === 'idle') return '';
  return reason === 'wrong-credentials' ? t('credentialsWrong') : `${t(`problem-${reason}`)}.`;
}

/** The host of the first URL; empty when it is none. */
export function hostOf(service: string): string {
  const [first = ''] = service.trim().split(/\s+/);
  return URL.canParse(first) ? new URL(first).hostname : '';
}
