import { html, nothing, type TemplateResult } from 'lit';
import { shortName } from '../../domain/avatar.js';
import type { Room } from '../../domain/room.js';
import { formatFull, formatListTime } from '../../i18n/format.js';
import type { I18n } from '../../i18n/index.js';
import { avatar } from '../parts/avatar.js';
import { kindIcon } from '../parts/file.js';
import { icon } from '../parts/icon.js';

/** Badges do not count further. */
const MOST_UNREAD = 99;

/** What a row shows. */
export interface RoomRowOptions {
  readonly room: Room;
  /** What was begun and not sent; empty when nothing. */
  readonly draft: string;
  readonly selected: boolean;
  /** The one row that Tab reaches. */
  readonly tabStop: boolean;
  readonly i18n: I18n;
}

/** A room in the list. Clicks and keys are the list's business; it finds the row by `data-jid`. */
export function roomRow({ room, draft, selected, tabStop, i18n }: RoomRowOptions): TemplateResult {
  const { jid, name, unread, preview } = room;
  return html`<li
    class="row ${unread > 0 ? 'unread' : ''}"
    part="room"
    role="option"
    data-jid=${jid}
    tabindex=${tabStop ? 0 : -1}
    aria-selected=${selected}
  >
    ${avatar({ id: jid, name, picture: room.picture, shape: room.direct ? 'person' : 'room', size: 42 })}
    <span class="lines">
      <span class="line">
        <span class="who"><span class="name ellipsis" dir="auto">${name}</span>${memberCount(room, i18n)}</span>
        ${
          preview
            ? html`<time class="time" title=${formatFull(preview.time, i18n.locale)}
              >${formatListTime(preview.time, i18n.locale)}</time
            >`
            : nothing
        }
      </span>
      <span class="line">
        <span class="preview ellipsis">${previewOf(room, draft, i18n)}</span>
        ${unread > 0 ? unreadBadge(unread, i18n) : nothing}
      </span>
    </span>
  </li>`;
}

function memberCount({ direct, memberCount: members }: Room, { t, locale }: I18n) {
  if (direct || members === undefined) return nothing;
  return html`<span class="members" title=${t('members', members)} aria-hidden="true"
      >${icon('people', 14)}${members.toLocaleString(locale)}</span
    ><span class="visually-hidden">${t('members', members)}</span>`;
}

function previewOf({ preview, direct, typing }: Room, draft: string, { t }: I18n) {
  if (typing && typing.length > 0) return html`<span class="typing">${t('typingShort', typing.map(shortName))}</span>`;
  if (draft.trim()) return html`<span class="draft">${t('draftLabel')}</span> <bdi>${draft}</bdi>`;
  if (!preview) return nothing;
  const author = preview.own ? t('you') : shortName(preview.authorName);
  const text = html`${kindIcon(preview.kind, 14)}<bdi>${preview.text}</bdi>`;
  if (preview.kind === 'system' || (direct && !preview.own) || !author) return text;
  return html`<span class="author"><bdi>${t('previewBy', author)}</bdi></span> ${text}`;
}

function unreadBadge(unread: number, { t, locale }: I18n) {
  const text = unread > MOST_UNREAD ? `${MOST_UNREAD}+` : unread.toLocaleString(locale);
  return html`<span class="badge" part="badge" aria-hidden="true">${text}</span
    ><span class="visually-hidden">${t('unread', unread)}</span>`;
}
