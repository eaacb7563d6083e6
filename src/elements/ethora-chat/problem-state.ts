import type { TemplateResult } from 'lit';
import type { ConnectionReason } from '../../domain/connection.js';
import type { I18n } from '../../i18n/index.js';
import type { IconName } from '../parts/icon.js';
import { paneState } from '../parts/pane-state.js';

/** What keeps the whole chat from showing. */
export interface ProblemOptions {
  readonly reason: ConnectionReason;
  /** What the server said; untrusted. */
  readonly detail: string | undefined;
  readonly retry: () => void;
  readonly i18n: I18n;
}

/** Says why there is nothing to see, what can be done, and offers to try again where that can help. */
export function problemState({ reason, detail, retry, i18n: { t } }: ProblemOptions): TemplateResult {
  return paneState({
    icon: icons[reason] ?? 'alert',
    title: t(`problem-${reason}`),
    text: saysMore.has(reason) && detail ? detail : t(`problem-${reason}-hint`),
    action: hopeless.has(reason) ? undefined : { label: t(reason === 'logged-out' ? 'logIn' : 'tryAgain'), run: retry },
  });
}

const icons: Partial<Record<ConnectionReason, IconName>> = {
  'no-network': 'offline',
  unreachable: 'offline',
  'wrong-credentials': 'lock',
  refused: 'lock',
  'logged-out': 'lock',
  insecure: 'lock',
};

/** The page has to change first. */
const hopeless: ReadonlySet<ConnectionReason> = new Set<ConnectionReason>(['invalid-service', 'insecure']);

/** Here the server knows more than we do. */
const saysMore: ReadonlySet<ConnectionReason> = new Set<ConnectionReason>(['refused', 'server-error']);
