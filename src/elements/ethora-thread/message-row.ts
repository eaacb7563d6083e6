import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { GapState } from '../../domain/archive-spans.js';
import { isEmojiOnly } from '../../domain/emoji.js';
import { splitLinks } from '../../domain/links.js';
import type { Message, MessageFailure } from '../../domain/message.js';
import type { Row } from '../../domain/rows.js';
import { clipBody } from '../../domain/text.js';
import { formatDay, formatFull, formatTime } from '../../i18n/format.js';
import type { I18n } from '../../i18n/index.js';
import { avatar, hueClass } from '../parts/avatar.js';
import { icon, type IconName } from '../parts/icon.js';
import { gapLine } from './thread-edges.js';
import { mediaLabel, messageMedia, type MediaHandlers } from './message-media.js';

/** What all rows of a thread have in common. */
export interface RowView {
  readonly i18n: I18n;
  /** One to one: no authors, no avatars. */
  readonly direct: boolean;
  /** What is pending is on its way. */
  readonly online: boolean;
  /** Where messages are missing, by the key of the one after. */
  readonly gaps: ReadonlyMap<string, GapState>;
  /** For the buttons of a message, which say in `data-action` what they do: `retry` or `discard`; of a gap: `fill`. */
  readonly act: (event: Event) => void;
  readonly media: MediaHandlers;
}

type Failed =
  `failed${'Timeout' | 'Forbidden' | 'Banned' | 'NotJoined' | 'RateLimit' | 'TooLarge' | 'RoomGone' | 'Upload' | 'FileTooLarge' | 'FileEmpty'}`;

const failures: Record<MessageFailure, Failed | 'statusFailed'> = {
  timeout: 'failedTimeout',
  forbidden: 'failedForbidden',
  banned: 'failedBanned',
  'not-joined': 'failedNotJoined',
  'rate-limit': 'failedRateLimit',
  'too-large': 'failedTooLarge',
  'room-gone': 'failedRoomGone',
  upload: 'failedUpload',
  'file-too-large': 'failedFileTooLarge',
  'file-empty': 'failedFileEmpty',
  rejected: 'statusFailed',
};

/** Longest text in the name of a message, UTF-16 code units; the whole is inside it. */
const LABEL_LENGTH = 500;
/** Shorter texts need not be looked at: neither too long nor too many lines. */
const SHORT_TEXT = 1000;

/** What stands in the list: a row, or the line above one. */
export interface Entry {
  readonly key: string;
  readonly row: Row;
  readonly line: 'day' | 'unread' | 'gap';
}

/** The rows with the lines between them, in order. */
export function entriesOf(rows: readonly Row[], gaps: RowView['gaps']): readonly (Row | Entry)[] {
  if (gaps.size === 0 && !rows.some(({ day, unread }) => day || unread > 0)) return rows;
  const entries: (Row | Entry)[] = [];
  // Counted, so that a gap keeps its element while it is filled.
  const keys = [...gaps.keys()];
  for (const row of rows) {
    const gap = keys.indexOf(row.message.key);
    if (gap >= 0) entries.push({ key: `gap ${gap}`, row, line: 'gap' });
    if (row.day) entries.push({ key: `day ${row.message.key}`, row, line: 'day' });
    if (row.unread > 0) entries.push({ key: `unread ${row.message.key}`, row, line: 'unread' });
    entries.push(row);
  }
  return entries;
}

export function entryKey(entry: Row | Entry): string {
  return 'key' in entry ? entry.key : entry.message.key;
}

/** A message or a line; a message is not made again while neither the row nor the view changes. */
export function messageEntry(entry: Row | Entry, view: RowView): unknown {
  if ('line' in entry) {
    const { row, line } = entry;
    const { key } = row.message;
    if (line === 'gap') return gapLine(key, view.gaps.get(key), view.i18n, view.act);
    return line === 'day'
      ? html`<div class="day">${formatDay(row.message.time, view.i18n.locale)}</div>`
      : html`<div class="unread"><span>${view.i18n.t('newMessages', row.unread)}</span></div>`;
  }
  const row = entry;
  const pending = row.message.status === 'pending';
  const broken = view.media.broken.has(row.message.key);
  return guard([row, view.i18n, view.direct, pending && view.online, broken], () =>
    row.message.kind === 'system' ? systemRow(row.message, view) : textRow(row, view),
  );
}

function systemRow(message: Message, { i18n }: RowView): TemplateResult {
  const text = textOf(message);
  return html`<div
    part="message"
    class="row system"
    role="article"
    tabindex="-1"
    aria-setsize="-1"
    aria-label=${i18n.t('messageLabel', '', text.slice(0, LABEL_LENGTH), formatTime(message.time, i18n.locale), '')}
    data-key=${message.key}
    data-id=${ifDefined(message.archiveId ?? message.clientId)}
  >
    <bdi>${text}</bdi>
  </div>`;
}

function textRow(row: Row, view: RowView): TemplateResult {
  const { message } = row;
  const { attachment } = message;
  const { i18n, direct } = view;
  const time = formatTime(message.time, i18n.locale);
  const text = textOf(message);
  const status = message.own && message.status ? statusWord(message, view) : '';
  const said = [mediaLabel(message, i18n), text.slice(0, LABEL_LENGTH)].filter(Boolean).join(', ');
  const withAvatar = !direct && (row.first || row.last);
  return html`<div
    part="message"
    class=${rowClass(row)}
    role="article"
    tabindex="-1"
    aria-setsize="-1"
    aria-label=${i18n.t('messageLabel', message.author.name, said, time, status)}
    data-key=${message.key}
    data-id=${ifDefined(message.archiveId ?? message.clientId)}
    data-status=${ifDefined(message.own ? message.status : undefined)}
    data-time=${time}
    ><div class="bubble" part="bubble">
      ${
        withAvatar ? avatar({ ...message.author, shape: 'person', size: 36 }) : nothing
      }${row.first && !direct ? head(message, time, i18n) : nothing}
      ${attachment ? messageMedia(message, attachment, view) : nothing}${
        text || !attachment ? html`<div class="text" dir="auto">${linked(text)}</div>` : nothing
      }</div
    >${row.last || row.status ? foot(row, time, status, view) : nothing}</div
  >`;
}

function rowClass({ first, last, message }: Row): string {
  return `row${first ? ' first' : ''}${last ? ' last' : ''}${message.own ? ' own' : ''}${
    isEmojiOnly(message.body) ? ' emoji' : ''
  }`;
}

function head({ author, time: ms }: Message, time: string, { locale }: I18n): TemplateResult {
  return html`<div class="head">
    <bdi class="author ${hueClass(author.id)}">${author.name}</bdi><time title=${formatFull(ms, locale)}>${time}</time>
  </div>`;
}

function foot({ message, status: shown }: Row, time: string, status: string, view: RowView): TemplateResult {
  return html`<div class=${shown ? 'foot says' : 'foot'}>
    <time>${time}</time>${shown ? statusLine(message, status, view) : nothing}
  </div>`;
}

function statusLine({ status, readers }: Message, word: string, { i18n: { t }, act }: RowView): TemplateResult {
  return html`<span class="status ${status ?? ''}" title=${readers ? readers.join(', ') : nothing}>${icon(statusIcon(status), 14)}${word}</span>${
    status === 'failed'
      ? html`<span class="dot" aria-hidden="true">·</span
          ><button class="text-button" type="button" tabindex="-1" data-action="retry" @click=${act}>${t('retry')}</button
          ><span class="dot" aria-hidden="true">·</span
          ><button class="text-button" type="button" tabindex="-1" data-action="discard" @click=${act}>${t('delete')}</button>`
      : nothing
  }`;
}

function statusIcon(status: Message['status']): IconName {
  if (status === 'failed') return 'alert';
  if (status === 'pending') return 'clock';
  return status === 'sent' ? 'check' : 'check-double';
}

function statusWord(
  { status, failure, progress, readers = [] }: Message,
  { i18n: { t }, online, direct }: RowView,
): string {
  switch (status) {
    case 'failed':
      return t(failures[failure ?? 'rejected']);
    case 'pending':
      if (!online) return t('statusWaiting');
      if (failure === 'rate-limit') return t('statusSlowed');
      return t(progress === undefined ? 'statusPending' : 'statusUploading');
    case 'sent':
      return t('statusSent');
    case 'read':
      return direct || readers.length === 0 ? t('statusRead') : t('statusReadBy', readers.length);
    default:
      return t('statusDelivered');
  }
}

function linked(text: string): unknown {
  const parts = splitLinks(text);
  if (parts.length === 1 && !parts[0]?.href) return text;
  return parts.map(({ text: piece, href }) =>
    href ? html`<a href=${href} target="_blank" rel="noopener noreferrer" tabindex="-1">${piece}</a>` : piece,
  );
}

function textOf({ body }: Message): string {
  return body.length > SHORT_TEXT ? clipBody(body) : body;
}
