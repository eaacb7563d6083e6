import { css, html, nothing, type TemplateResult } from 'lit';
import { extensionOf, mediaKindOf, splitName, type Attachment } from '../../domain/attachment.js';
import type { MessageKind } from '../../domain/message.js';
import type { I18n } from '../../i18n/index.js';
import { icon, type IconName } from './icon.js';

const icons: Partial<Record<MessageKind, IconName>> = { image: 'image', video: 'video', audio: 'audio', file: 'file' };

/** The icon of a kind of file; nothing for a text. */
export function kindIcon(kind: MessageKind, size: number): TemplateResult | typeof nothing {
  const name = icons[kind];
  return name ? icon(name, size) : nothing;
}

/** The ending of the name on a coloured square; decorative, since the name stands beside it. */
export function fileTile(file: Pick<Attachment, 'name' | 'mimetype'>): TemplateResult {
  const extension = extensionOf(file.name);
  return html`<span class="file-tile" aria-hidden="true"
    >${extension && extension.length <= 4 ? extension : kindIcon(mediaKindOf(file), 20)}</span
  >`;
}

/** A name that loses its middle when there is no place, and never its ending. */
export function fileName(name: string): TemplateResult {
  const [start, end] = splitName(name);
  return html`<bdi class="file-name" dir="ltr" title=${name}
    ><span class="ellipsis">${start}</span><span>${end}</span></bdi
  >`;
}

/** Fetches the file in a tab of its own; nothing while it is on this device only. */
export function downloadLink({ url, name }: Pick<Attachment, 'url' | 'name'>, { t }: I18n, tabIndex = 0) {
  if (url.startsWith('blob:')) return nothing;
  const label = t('download', name);
  return html`<a
    class="icon-button"
    href=${url}
    download=${name}
    target="_blank"
    rel="noopener noreferrer"
    tabindex=${tabIndex}
    aria-label=${label}
    title=${label}
    >${icon('download')}</a
  >`;
}

export const fileStyles = css`
  .file-tile {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 40px;
    block-size: 40px;
    border-radius: var(--_radius-row);
    background: var(--_color-hover);
    color: var(--_color-text-muted);
    font-size: 11px;
    font-weight: 650;
    line-height: 16px;
    text-transform: uppercase;
  }
  .file-lines {
    display: grid;
    flex: 1;
    min-inline-size: 0;
  }
  .file-name {
    display: flex;
    min-inline-size: 0;
    font-size: 14px;
    font-weight: 550;
    line-height: 20px;
    white-space: pre;
  }
  .file-name span:last-child {
    flex: none;
    max-inline-size: 100%;
    overflow: hidden;
  }
  .file-size {
    color: var(--_color-text-muted);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    line-height: 16px;
  }
  @media (forced-colors: active) {
    .file-tile {
      border: 1px solid;
    }
  }
`;
