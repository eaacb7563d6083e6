import { html, nothing, type TemplateResult } from 'lit';
import { displaySize, type Attachment } from '../../domain/attachment.js';
import type { Message } from '../../domain/message.js';
import { formatFileSize } from '../../i18n/format.js';
import type { I18n } from '../../i18n/index.js';
import { downloadLink, fileName, fileTile } from '../parts/file.js';
import { icon } from '../parts/icon.js';

/** What the thread does about files. */
export interface MediaHandlers {
  /** A picture was pressed. */
  readonly open: (event: Event) => void;
  /** A film or a sound has begun: one plays at a time. */
  readonly play: (event: Event) => void;
  /** A picture, film or sound could not be had. */
  readonly fail: (event: Event) => void;
  /** What could not be had is a card, with the reason. */
  readonly broken: ReadonlySet<string>;
}

/** What the files of a message need of the rows around them. */
interface MediaView {
  readonly i18n: I18n;
  readonly act: (event: Event) => void;
  readonly media: MediaHandlers;
}

/** "Photo: roof.jpg", for the name of a message. Empty when it carries no file. */
export function mediaLabel({ kind, attachment }: Message, { t }: I18n): string {
  if (!attachment || kind === 'text' || kind === 'system') return '';
  return t('mediaLabel', t(kind), attachment.name);
}

/** The file of a message. */
export function messageMedia(message: Message, attachment: Attachment, view: MediaView): TemplateResult {
  if (!view.media.broken.has(message.key)) {
    if (message.kind === 'image') return picture(message, attachment, view);
    // While it is uploaded there is nothing to play yet.
    if (message.kind === 'video' && message.progress === undefined) return video(attachment, view);
    if (message.kind === 'audio' && message.progress === undefined) return audio(attachment, view);
  }
  return card(message, attachment, view);
}

function picture(message: Message, attachment: Attachment, view: MediaView): TemplateResult {
  const { url, name } = attachment;
  const { t } = view.i18n;
  const size = displaySize(attachment);
  const label = t('mediaLabel', t('image'), name);
  return html`<div class="media framed ${size ? '' : 'unsized'}" part="attachment">
    <button class="picture" type="button" tabindex="-1" aria-label=${label} @click=${view.media.open}>
      <img
        alt=${name}
        width=${size?.width ?? 360}
        height=${size?.height ?? 240}
        decoding="async"
        loading="lazy"
        referrerpolicy="no-referrer"
        @error=${view.media.fail}
        src=${url}
      />
    </button>
    ${message.progress === undefined ? nothing : uploading(message, attachment, message.progress, view)}
  </div>`;
}

function video(attachment: Attachment, { i18n: { t }, media }: MediaView): TemplateResult {
  const { url, preview, name } = attachment;
  const size = displaySize(attachment);
  return html`<div class="media framed ${size ? '' : 'unsized'}" part="attachment">
    <video
      controls
      playsinline
      preload="metadata"
      tabindex="-1"
      aria-label=${t('mediaLabel', t('video'), name)}
      width=${size?.width ?? 360}
      height=${size?.height ?? 240}
      poster=${preview ?? nothing}
      @play=${media.play}
      @error=${media.fail}
      src=${url}
    ></video>
  </div>`;
}

function audio({ url, name }: Attachment, { i18n: { t }, media }: MediaView): TemplateResult {
  return html`<div class="media" part="attachment">
    <audio
      controls
      preload="metadata"
      tabindex="-1"
      aria-label=${t('mediaLabel', t('audio'), name)}
      @play=${media.play}
      @error=${media.fail}
      src=${url}
    ></audio>
  </div>`;
}

function card(message: Message, attachment: Attachment, view: MediaView): TemplateResult {
  const { name, size } = attachment;
  const { t, locale } = view.i18n;
  const { progress } = message;
  const broken = message.kind === 'image' && view.media.broken.has(message.key);
  return html`<div class="file-card" part="attachment">
    ${fileTile(attachment)}
    <span class="file-lines">
      ${fileName(name)}
      ${
        progress === undefined && (size !== undefined || broken)
          ? html`<span class="file-size"
              >${size === undefined ? nothing : formatFileSize(size, locale)}${
                broken ? html` <span>${t('imageFailed')}</span>` : nothing
              }</span
            >`
          : nothing
      }
    </span>
    ${progress === undefined ? downloadLink(attachment, view.i18n, -1) : uploading(message, attachment, progress, view)}
  </div>`;
}

/** How much is uploaded, and a way to stop it. */
function uploading({ status }: Message, { name, size = 0 }: Attachment, progress: number, view: MediaView) {
  const { t, locale } = view.i18n;
  if (status === 'failed') return nothing;
  const label = t('cancelUpload', name);
  const percent = size > 0 ? Math.min(100, Math.round((100 * progress) / size)) : 0;
  return html`<span class="upload">
    <span class="upload-size">${t('uploaded', formatFileSize(progress, locale), formatFileSize(size, locale))}</span>
    <button
      class="cancel-upload"
      type="button"
      tabindex="-1"
      aria-label=${label}
      title=${label}
      data-action="discard"
      @click=${view.act}
    >
      <svg class="ring" aria-hidden="true" width="40" height="40" viewBox="0 0 40 40">
        <circle cx="20" cy="20" r="17" />
        <circle class="done" cx="20" cy="20" r="17" pathLength="100" stroke-dasharray="${percent} 100" />
      </svg>
      ${icon('close', 16)}
    </button>
  </span>`;
}
