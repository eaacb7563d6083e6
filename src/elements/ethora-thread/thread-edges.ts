/** What stands around the messages: above the oldest, below the newest, and over them. */
import { html, nothing, type TemplateResult } from 'lit';
import { shortName } from '../../domain/avatar.js';
import type { GapState } from '../../domain/archive-spans.js';
import type { I18n } from '../../i18n/index.js';
import { icon } from '../parts/icon.js';
import type { ThreadSource } from './thread-source.js';

/** What stands below the newest message, in a box of fixed height. */
export function belowNewest({ messages, catchingUp, room }: ThreadSource, { t }: I18n): unknown {
  if (messages.length > 0 && catchingUp) return html`<span class="spinner"></span>${t('fetchingMissed')}`;
  const typing = room?.typing ?? [];
  if (typing.length === 0) return nothing;
  return html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span
    ><span class="ellipsis">${t('typing', typing.map(shortName))}</span>`;
}

/** What stands above the oldest message, in a box of fixed height. */
export function aboveOldest({ status, loadingOlder }: ThreadSource, { t }: I18n, loadOlder: () => void): unknown {
  if (loadingOlder) return html`<span class="spinner" role="img" aria-label=${t('loadingEarlier')}></span>`;
  if (status === 'error') return [html`<span>${t('earlierFailed')}</span>`, textButton(t('tryAgain'), loadOlder)];
  return status === 'ready' ? textButton(t('loadEarlier'), loadOlder) : nothing;
}

/** Leads back to the newest message; says how many came meanwhile. */
export function latestButton(count: number, { t }: I18n, toLatest: () => void): TemplateResult {
  return html`<button
    class=${count > 0 ? 'latest counts' : 'latest'}
    part="latest"
    type="button"
    aria-label=${count > 0 ? nothing : t('toLatest')}
    @click=${toLatest}
  >
    ${icon('arrow-down', 18)}${count > 0 ? t('newMessages', count) : nothing}
  </button>`;
}

/** Stands where messages are missing. `act` is for its button. */
export function gapLine(key: string, state: GapState | undefined, { t }: I18n, act: (event: Event) => void) {
  const loading = state === 'loading';
  const text = t(state === 'failed' ? 'gapFailed' : 'gap');
  return html`<div class="gap" role="article" aria-label=${text} data-key=${key}>
    ${loading ? html`<span class="spinner"></span>` : nothing}<span>${text}</span
    ><button class="text-button" type="button" aria-disabled=${loading} data-action="fill" @click=${act}>
      ${t(state === 'failed' ? 'tryAgain' : 'loadMissing')}
    </button>
  </div>`;
}

export function textButton(label: string, run: () => void): TemplateResult {
  return html`<button class="text-button" type="button" @click=${run}>${label}</button>`;
}
