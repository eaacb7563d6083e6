import { html, nothing, type TemplateResult } from 'lit';
import type { Room, RoomDenial } from '../../domain/room.js';
import type { I18n } from '../../i18n/index.js';
import { icon } from '../parts/icon.js';
import { paneState } from '../parts/pane-state.js';
import { textButton } from './thread-edges.js';
import type { ThreadSource } from './thread-source.js';

/** Somebody has to let us in. */
const locked: ReadonlySet<RoomDenial> = new Set<RoomDenial>(['members-only', 'banned', 'removed', 'password']);

/** Trying again leads nowhere. */
const final: ReadonlySet<RoomDenial> = new Set<RoomDenial>(['banned', 'destroyed', 'password']);

/** Title of the state of a room that we are not let into. */
function denialTitle({ denial = 'refused' }: Room, { t }: I18n): string {
  return t('denied', denial);
}

/** True when it may help to ask once more. */
function canRejoin({ denial = 'refused' }: Room): boolean {
  return !final.has(denial);
}

/** What the pane shows instead of messages. */
export function emptyState(
  { jid, room, status, connection }: ThreadSource,
  i18n: I18n,
  { loadOlder, rejoin }: { readonly loadOlder: () => void; readonly rejoin: () => void },
): TemplateResult {
  const { t } = i18n;
  if (jid === undefined) return paneState({ icon: 'chat', title: t('chooseChat') });
  if (room?.presence === 'denied') return deniedState(room, i18n, rejoin);
  if (status === 'error') {
    const action = { label: t('tryAgain'), run: loadOlder };
    return paneState({ icon: 'alert', title: t('messagesFailed'), text: t('messagesFailedHint'), action });
  }
  if (status === 'complete') {
    return paneState({ icon: 'chat', title: t('sayHello'), text: room ? t('sayHelloHint', room.name) : undefined });
  }
  if (connection === 'offline' || connection === 'error') {
    return paneState({ icon: 'offline', title: t('messagesOffline'), text: t('messagesOfflineHint') });
  }
  return skeleton(room?.direct === true, i18n);
}

/** We were put out while reading: stands below the messages. */
export function deniedLine(room: Room | undefined, i18n: I18n, rejoin: () => void): unknown {
  if (room?.presence !== 'denied') return nothing;
  return html`<div class="denied" role="status">
    ${icon('lock', 16)}<span>${denialTitle(room, i18n)}</span>
    ${canRejoin(room) ? textButton(i18n.t('tryAgain'), rejoin) : nothing}
  </div>`;
}

/** Nothing can be shown of this room. */
function deniedState(room: Room, i18n: I18n, rejoin: () => void): TemplateResult {
  const { denial = 'refused', denialText } = room;
  return paneState({
    icon: locked.has(denial) ? 'lock' : 'alert',
    title: denialTitle(room, i18n),
    text: denialText?.trim() ? denialText : i18n.t('deniedHint', denial),
    action: canRejoin(room) ? { label: i18n.t('tryAgain'), run: rejoin } : undefined,
  });
}

/** Shapes where messages will be; shows after 200 ms. */
function skeleton(direct: boolean, { t }: I18n): TemplateResult {
  return html`<div class="ghosts ${direct ? 'direct' : 'group'}" role="status" aria-label=${t('loadingMessages')}>
    ${ghosts.map(
      ({ own, size }) =>
        html`<div class=${own ? 'ghost own' : 'ghost'}>
          ${direct ? nothing : html`<span class="skeleton face"></span>`}<span class="skeleton name"></span
          ><span class="skeleton shape size-${size}"></span>
        </div>`,
    )}
  </div>`;
}

const ghosts = [
  { own: false, size: 3 },
  { own: false, size: 1 },
  { own: true, size: 2 },
  { own: false, size: 2 },
  { own: true, size: 1 },
  { own: false, size: 3 },
  { own: false, size: 1 },
];
