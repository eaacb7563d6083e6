import type { TemplateResult } from 'lit';
import type { ConnectionReason } from '../../domain/connection.js';
import type { I18n } from '../../i18n/index.js';
import { paneState } from '../parts/pane-state.js';

/**
 * What keeps the whole chat from showing: why, what can be done, and a button to try again where that can help. `detail`: what the
 * server said; untrusted.
 */
export function problemState(
  reason: ConnectionReason,
  detail: string | undefined,
  retry: () => void,
  { t }: I18n,
): TemplateResult {
  const saysMore = reason === 'refused' || reason === 'server-error';
  // Otherwise the page has to change first.
  const curable = reason !== 'invalid-service' && reason !== 'insecure';
  return paneState({
    icon: reason === 'unreachable' || reason === 'no-network' ? 'offline' : 'alert',
    title: t('problem', reason),
    text: (saysMore && detail) || t('problemHint', reason),
    action: curable ? { label: t(reason === 'logged-out' ? 'logIn' : 'tryAgain'), run: retry } : undefined,
  });
}
