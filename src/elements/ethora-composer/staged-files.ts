import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { StagedFile, UploadLimits } from '../../domain/upload.js';
import { formatFileSize } from '../../i18n/format.js';
import type { I18n } from '../../i18n/index.js';
import { fileName, fileTile } from '../parts/file.js';
import { icon } from '../parts/icon.js';

/** What the files beside a draft are made from. */
export interface StagedFilesOptions {
  readonly files: readonly StagedFile[];
  readonly limits: UploadLimits | undefined;
  readonly remove: (id: string) => void;
}

/** The files that go out with what is being written. */
export function stagedFiles({ files, limits, remove }: StagedFilesOptions, i18n: I18n): unknown {
  if (files.length === 0) return nothing;
  return html`<ul class="staged" aria-label=${i18n.t('attachments')}>
    ${repeat(
      files,
      ({ id }) => id,
      (staged) => chip(staged, limits, remove, i18n),
    )}
  </ul>`;
}

function chip(
  staged: StagedFile,
  limits: UploadLimits | undefined,
  remove: (id: string) => void,
  i18n: I18n,
): TemplateResult {
  const { id, file, preview, problem } = staged;
  const label = i18n.t('removeFile', file.name);
  return html`<li class="chip ${problem ? 'refused' : ''}" part="chip">
    ${
      preview
        ? html`<img class="file-tile" alt="" src=${preview} />`
        : fileTile({ name: file.name, mimetype: file.type })
    }
    <span class="file-lines">
      ${fileName(file.name)}
      <span class="file-size">${problem ? problemText(staged, limits, i18n) : formatFileSize(file.size, i18n.locale)}</span>
    </span>
    <button class="icon-button remove" type="button" aria-label=${label} title=${label} @click=${() => remove(id)}>
      ${icon('close', 18)}
    </button>
  </li>`;
}

function problemText({ problem }: StagedFile, limits: UploadLimits | undefined, { t, locale }: I18n): string {
  if (problem === 'file-empty') return t('fileEmpty');
  return t('fileTooLarge', limits?.maxSize === undefined ? '' : formatFileSize(limits.maxSize, locale));
}

export const stagedStyles = css`
  .staged {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    inline-size: 100%;
    max-block-size: 188px;
    padding: 6px 6px 2px;
    overflow: hidden auto;
    scrollbar-width: thin;
  }
  .chip {
    display: flex;
    align-items: center;
    gap: 10px;
    inline-size: 212px;
    max-inline-size: 100%;
    block-size: 56px;
    padding: 7px;
    padding-inline-end: 3px;
    border: 1px solid var(--_color-border);
    border-radius: var(--_radius-card);
    background: var(--_color-surface);
  }
  .chip img {
    object-fit: cover;
  }
  .chip.refused {
    border-color: var(--_color-danger);
  }
  .refused .file-size {
    color: var(--_color-danger);
  }
  .field .chip .remove {
    flex: none;
    inline-size: 36px;
    block-size: 36px;
  }
`;
