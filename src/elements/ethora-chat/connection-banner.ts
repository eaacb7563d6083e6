import { css, html, nothing, type TemplateResult } from 'lit';
import type { ConnectionReason } from '../../domain/connection.js';
import type { I18n } from '../../i18n/index.js';
import { icon } from '../parts/icon.js';
import type { Banner } from './banner-controller.js';

/** What the banner is made from. */
export interface ConnectionBannerOptions {
  readonly banner: Banner | undefined;
  /** Why the connection is not there; a reason that people can act on is said instead of "lost". */
  readonly reason: ConnectionReason | undefined;
  readonly retry: () => void;
  readonly i18n: I18n;
}

/** The strip that tells about the connection. Always there for screen readers, empty when there is nothing to say. */
export function connectionBanner(options: ConnectionBannerOptions): TemplateResult {
  const { banner } = options;
  return html`<div class="banner-slot" role="status">
    ${banner ? html`<p class="banner ${banner}" part="banner">${content(banner, options)}</p>` : nothing}
  </div>`;
}

function content(banner: Banner, { reason, retry, i18n: { t } }: ConnectionBannerOptions) {
  const button = (label: string) => html`<button class="text-button" type="button" @click=${retry}>${label}</button>`;
  switch (banner) {
    case 'lost':
      return html`${icon('alert', 16)}<span><b>${lostText(reason, t)}</b> ${button(t('reconnect'))}</span>`;
    case 'offline':
      return html`${icon('offline', 16)}<span><b>${t('offline')}</b> ${t('offlineHint')} ${button(t('retry'))}</span>`;
    case 'catching-up':
      return html`<span class="spinner"></span><span><b>${t('onlineNow')}</b> ${t('catchingUp')}</span>`;
    case 'connecting':
      return html`<span class="spinner"></span><span>${t('connecting')}</span>`;
    case 'up-to-date':
      return html`${icon('check', 16)}<span>${t('upToDate')}</span>`;
  }
}

function lostText(reason: ConnectionReason | undefined, t: I18n['t']): string {
  return reason === undefined || reason === 'lost' || reason === 'unreachable' || reason === 'timeout'
    ? t('connectionLost')
    : `${t(`problem-${reason}`)}.`;
}

export const connectionBannerStyles = css`
  .banner {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 36px;
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
  .banner.offline .icon {
    color: var(--_color-warning);
  }
  .banner.lost {
    background: color-mix(in srgb, var(--_color-danger) 10%, var(--_color-bg));
  }
  .banner.lost .icon {
    color: var(--_color-danger);
  }
  .banner.up-to-date .icon {
    color: var(--_color-online);
  }
  /* A larger target in the same line. */
  .banner .text-button {
    margin-block: -2px;
    padding-block: 2px;
  }
  @keyframes banner-in {
    from {
      opacity: 0;
      transform: translateY(-4px);
    }
  }
  @media (forced-colors: active) {
    .banner[class] .icon {
      color: CanvasText;
    }
  }
`;
