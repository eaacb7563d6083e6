import { css, html, nothing, type TemplateResult } from 'lit';
import type { ConnectionReason } from '../../domain/connection.js';
import type { I18n } from '../../i18n/index.js';
import { icon } from '../parts/icon.js';
import type { Banner } from './banner-controller.js';

/**
 * The strip that tells about the connection. Always there for screen readers, empty when there is nothing to say. `reason`: why the
 * connection is not there.
 */
export function connectionBanner(
  banner: Banner | undefined,
  reason: ConnectionReason | undefined,
  retry: () => void,
  { t }: I18n,
): TemplateResult {
  const button = (label: string) => html`<button class="text-button" type="button" @click=${retry}>${label}</button>`;
  const spinner = html`<span class="spinner"></span>`;
  const contents: Record<Banner, () => TemplateResult> = {
    lost: () =>
      html`${icon('alert', 16)}<span><b>${t('problem', reason ?? 'lost')}.</b> ${button(t('reconnect'))}</span>`,
    offline: () =>
      html`${icon('offline', 16)}<span><b>${t('offline')}</b> ${t('offlineHint')} ${button(t('retry'))}</span>`,
    'catching-up': () => html`${spinner}<span><b>${t('onlineNow')}</b> ${t('catchingUp')}</span>`,
    connecting: () => html`${spinner}${t('connecting')}`,
    'up-to-date': () => html`${icon('check', 16)}${t('upToDate')}`,
  };
  return html`<div class="banner-slot" role="status">
    ${banner ? html`<p class="banner ${banner}" part="banner">${contents[banner]()}</p>` : nothing}
  </div>`;
}

export const connectionBannerStyles = css`
  .banner {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    padding: 8px 16px;
    border-block-end: 1px solid var(--_color-border);
    background: var(--_color-surface);
    color: var(--_color-text-muted);
    font-size: 13px;
    line-height: 20px;
    animation: banner-in 160ms var(--_ease);
  }
  .banner b {
    color: var(--_color-text);
    font-weight: 650;
  }
  .banner.offline {
    background: var(--_color-mention-bg);
    color: var(--_color-text);
  }
  .offline .icon {
    color: var(--_color-warning);
  }
  .banner.lost {
    background: color-mix(in srgb, var(--_color-danger) 10%, var(--_color-bg));
  }
  .lost .icon {
    color: var(--_color-danger);
  }
  .up-to-date .icon {
    color: var(--_color-online);
  }
  /* A larger target in the same line. */
  .banner button {
    padding-block: 2px;
  }
  @keyframes banner-in {
    from {
      opacity: 0;
      transform: translateY(-4px);
    }
  }
`;
