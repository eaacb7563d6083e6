import { html, nothing, type TemplateResult } from 'lit';
import type { Room, RoomDenial } from '../../domain/room.js';
import type { Messages } from '../../i18n/en.js';
import type { I18n } from '../../i18n/index.js';
import { paneState } from '../parts/pane-state.js';

type Text = { [Key in keyof Messages]: Messages[Key] extends string ? Key : never }[keyof Messages];

const denials: Record<RoomDenial, readonly [title: Text, hint?: Text]> = {
  'not-found': ['roomNotFound', 'roomNotFoundHint'],
  'members-only': ['roomPrivate', 'roomPrivateHint'],
  banned: ['roomBanned'],
  kicked: ['roomKicked'],
  removed: ['roomRemoved', 'roomPrivateHint'],
  password: ['roomPassword'],
  full: ['roomFull'],
  'nick-conflict': ['roomNickConflict'],
  destroyed: ['roomDestroyed'],
  refused: ['roomRefused'],
  timeout: ['roomTimeout'],
};

/** Trying again leads nowhere. */
const final: ReadonlySet<RoomDenial> = new Set<RoomDenial>(['destroyed', 'banned', 'password']);

/** Title of the state of a room that we are not let into. */
export function denialTitle(room: Room, { t }: I18n): string {
  return t(denials[room.denial ?? 'refused'][0]);
}

/** True when it may help to ask once more. */
export function canRejoin(room: Room): boolean {
  return !final.has(room.denial ?? 'refused');
}

/** Nothing can be shown of this room. */
export function deniedState(room: Room, i18n: I18n, rejoin: () => void): TemplateResult {
  const { t } = i18n;
  const denial = room.denial ?? 'refused';
  const hint = denials[denial][1];
  return paneState({
    icon: denial === 'not-found' || denial === 'timeout' || denial === 'destroyed' ? 'alert' : 'lock',
    title: denialTitle(room, i18n),
    text: hint ? t(hint) : (room.denialText ?? ''),
    action: canRejoin(room) ? { label: t('tryAgain'), run: rejoin } : undefined,
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
