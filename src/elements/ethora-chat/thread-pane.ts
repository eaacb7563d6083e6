import { html, nothing, type TemplateResult } from 'lit';
import { jidLocal } from '../../domain/jid.js';
import type { Room, RoomDenial } from '../../domain/room.js';
import type { I18n } from '../../i18n/index.js';
import { avatar } from '../parts/avatar.js';
import { icon } from '../parts/icon.js';
import { paneState } from '../parts/pane-state.js';

/** What the pane shows. */
export interface ThreadPaneOptions {
  /** JID of the room that is open; undefined when none is. */
  readonly roomJid: string | undefined;
  /** What is known of it; undefined while nothing is. */
  readonly room: Room | undefined;
  /** What to show when no room is open. */
  readonly empty: TemplateResult;
  /** The strip that tells about the connection. */
  readonly banner: TemplateResult;
  /** Leads to the list; absent when there is none. */
  readonly back?: (() => void) | undefined;
  /** Tries again to enter a room that denied us. */
  readonly rejoin: () => void;
  readonly i18n: I18n;
}

/** Header, messages and composer of the open room. */
export function threadPane(options: ThreadPaneOptions): TemplateResult {
  const { roomJid, room, empty, banner, i18n } = options;
  if (!roomJid) return html`<section class="thread-pane" aria-label=${i18n.t('chat')}>${banner}${empty}</section>`;
  return html`<section class="thread-pane" aria-labelledby="room-name" tabindex="-1">
    ${header(options)}
    <div class="thread-body">
      ${banner}
      ${
        room?.presence === 'denied' && room.denial
          ? deniedState(room.denial, room.denialText, options)
          : html`<ethora-thread></ethora-thread><ethora-composer></ethora-composer>`
      }
    </div>
  </section>`;
}

function header({ roomJid = '', room, back, i18n }: ThreadPaneOptions) {
  const name = room?.name ?? jidLocal(roomJid);
  const subtitle = room && subtitleOf(room, i18n);
  return html`<header class="thread-header" part="header">
    ${
      back
        ? html`<button
          class="icon-button back"
          part="back"
          type="button"
          aria-label=${i18n.t('back')}
          title=${i18n.t('back')}
          @click=${back}
        >
          ${icon('back')}
        </button>`
        : nothing
    }
    ${avatar({ id: roomJid, name, picture: room?.picture, shape: room?.direct ? 'person' : 'room', size: 36 })}
    <div class="names">
      <h2 id="room-name" class="ellipsis" dir="auto" title=${name}>${name}</h2>
      ${subtitle ? html`<p class="subtitle ellipsis"><bdi>${subtitle}</bdi></p>` : nothing}
    </div>
  </header>`;
}

/** Empty while nothing is known. */
function subtitleOf({ direct, memberCount, onlineCount, presence }: Room, { t }: I18n): string {
  if (direct || presence === 'denied') return '';
  if (memberCount === undefined) return onlineCount === undefined ? '' : t('online', onlineCount);
  return onlineCount === undefined ? t('members', memberCount) : t('membersOnline', memberCount, onlineCount);
}

function deniedState(denial: RoomDenial, said: string | undefined, { rejoin, i18n: { t } }: ThreadPaneOptions) {
  return paneState({
    icon: locked.has(denial) ? 'lock' : 'alert',
    title: t(`denied-${denial}`),
    text: said?.trim() ? said : t(`denied-${denial}-hint`),
    action: final.has(denial) ? undefined : { label: t('tryAgain'), run: rejoin },
  });
}

/** Somebody has to let us in. */
const locked: ReadonlySet<RoomDenial> = new Set<RoomDenial>(['members-only', 'banned', 'removed', 'password']);

/** Trying again would not help. */
const final: ReadonlySet<RoomDenial> = new Set<RoomDenial>(['banned', 'destroyed', 'password']);
