import { html, nothing, type TemplateResult } from 'lit';
import type { Room, RoomDenial } from '../../domain/room.js';
import type { I18n } from '../../i18n/index.js';
import { paneState } from '../parts/pane-state.js';

/** Somebody has to let us in. */
const locked: ReadonlySet<RoomDenial> = new Set<RoomDenial>(['members-only', 'banned', 'removed', 'password']);

/** Trying again leads nowhere. */
const final: ReadonlySet<RoomDenial> = new Set<RoomDenial>(['banned', 'destroyed', 'password']);

/** Title of the state of a room that we are not let into. */
export function denialTitle({ denial = 'refused' }: Room, { t }: I18n): string {
  return t('denied', denial);
}

/** True when it may help to ask once more. */
export function canRejoin({ denial = 'refused' }: Room): boolean {
  return !final.has(denial);
}

/** Nothing can be shown of this room. */
export function deniedState(room: Room, i18n: I18n, rejoin: () => void): TemplateResult {
  const { denial = 'refused', denialText } = room;
  return paneState({
    icon: locked.has(denial) ? 'lock' : 'alert',
    title: denialTitle(room, i18n),
    text: denialText?.trim() ? denialText : i18n.t('deniedHint', denial),
    action: canRejoin(room) ? { label: i18n.t('tryAgain'), run: rejoin } : undefined,
  });
}

/** Shapes where messages will be; shows after 200 ms. */
export function skeleton(direct: boolean, { t }: I18n): TemplateResult {
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
