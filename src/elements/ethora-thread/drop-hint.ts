import { html, nothing, type TemplateResult } from 'lit';
import type { UploadLimits } from '../../domain/upload.js';
import { formatFileSize } from '../../i18n/format.js';
import type { I18n } from '../../i18n/index.js';
import { icon } from '../parts/icon.js';

/** Lies over the messages while files are held over them. */
export function dropHint(limits: UploadLimits | undefined, { t, locale }: I18n): TemplateResult {
  const maxSize = limits?.maxSize;
  return html`<div class="drop-hint" aria-hidden="true">
    ${icon('paperclip', 28)}<strong>${t('dropFiles')}</strong>
    ${maxSize === undefined ? nothing : t('dropLimit', formatFileSize(maxSize, locale))}
  </div>`;
}
