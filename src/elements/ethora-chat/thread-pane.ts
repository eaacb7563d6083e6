import { html, nothing, type TemplateResult } from 'lit';
import { jidLocal } from '../../domain/jid.js';
import type { Room } from '../../domain/room.js';
import type { I18n } from '../../i18n/index.js';
import { avatar } from '../parts/avatar.js';
import { icon } from '../parts/icon.js';

/** What the pane shows. */
export interface ThreadPaneOptions {
  readonly roomJid: string;
  /** What is known of it; undefined while nothing is. */
  readonly room: Room | undefined;
  /** The strip that tells about the connection. */
  readonly banner: TemplateResult;
  /** Leads to the list; absent when there is none. */
  readonly back: (() => void) | undefined;
  /** Whether the details are shown. */
  readonly details: boolean;
  readonly toggleDetails: () => void;
}

/** Header, messages and composer of the open room. */
export function threadPane(
  { roomJid, room, banner, back, details, toggleDetails }: ThreadPaneOptions,
  i18n: I18n,
): TemplateResult {
  const name = room?.name ?? jidLocal(roomJid);
  const denied = room?.presence === 'denied';
  const subtitle = room?.direct || denied ? '' : i18n.t('membersOnline', room?.memberCount, room?.onlineCount);
  return html`<section class="thread-pane" aria-labelledby="room-name" tabindex="-1">
    <header part="header">
      ${back ? backButton(back, i18n.t('back')) : nothing}
      ${avatar({ id: roomJid, name, picture: room?.picture, shape: room?.direct ? 'person' : 'room', size: 36 })}
      <div class="names">
        <h2 id="room-name" class="ellipsis" dir="auto" title=${name}>${name}</h2>
        ${subtitle ? html`<p class="subtitle ellipsis">${subtitle}</p>` : nothing}
      </div>
      ${denied ? nothing : html`<ethora-go-to-date .room=${roomJid}></ethora-go-to-date>`}
      <button
        class="icon-button"
        part="details"
        type="button"
        aria-label=${i18n.t('details')}
        title=${i18n.t('details')}
        aria-expanded=${details}
        @click=${toggleDetails}
      >
        ${icon('people')}
      </button>
    </header>
    <div class="thread-body">
      ${banner}<ethora-thread></ethora-thread>${denied ? nothing : html`<ethora-composer></ethora-composer>`}
    </div>
  </section>`;
}

function backButton(back: () => void, label: string) {
  return html`<button class="icon-button" part="back" type="button" aria-label=${label} title=${label} @click=${back}>
    ${icon('back')}
  </button>`;
}
