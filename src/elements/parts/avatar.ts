import { css, html, nothing, type TemplateResult } from 'lit';
import { avatarHue, initials, pictureUrl } from '../../domain/avatar.js';
import { isLoopback } from '../../domain/loopback.js';

/** What an avatar is made from. */
export interface AvatarOptions {
  /** The JID: picks the colour. */
  readonly id: string;
  readonly name: string;
  /** URL of a picture; the letters show until it is there, and when it cannot be had. */
  readonly picture?: string | undefined;
  /** People are round, rooms are not. */
  readonly shape: 'person' | 'room';
  /** Edge length in CSS px. */
  readonly size: 24 | 36 | 42 | 64;
}

/** Decorative: the name always stands beside it. */
export function avatar({ id, name, picture, shape, size }: AvatarOptions): TemplateResult {
  const url = pictureUrl(picture, isLoopback(location.hostname));
  return html`<span class="avatar ${shape} size-${size} ${hueClass(id)}" aria-hidden="true"
    >${initials(name)}${
      url
        ? html`<img
          alt=""
          loading="lazy"
          referrerpolicy="no-referrer"
          @load=${onPicture}
          @error=${onPicture}
          src=${url}
        />`
        : nothing
    }</span
  >`;
}

/** The class that sets `--hue-ink` and `--hue-ground` for a JID; `avatarStyles` has to be there. */
export function hueClass(id: string): string {
  return `hue-${avatarHue(id)}`;
}

/** It is there, or cannot be had. */
function onPicture({ currentTarget, type }: Event) {
  if (currentTarget instanceof Element) currentTarget.classList.toggle('loaded', type === 'load');
}

/** Letters over ground: 5.7:1 or more in both schemes. The last hue is a grey. */
export const avatarStyles = css`
  .hue-0 {
    --hue: 264;
  }
  .hue-1 {
    --hue: 5;
  }
  .hue-2 {
    --hue: 296;
  }
  .hue-3 {
    --hue: 162;
  }
  .hue-4 {
    --hue: 48;
  }
  .hue-5 {
    --hue: 216;
  }
  .hue-6 {
    --hue: 90;
  }
  [class*='hue-'] {
    --hue-ink: light-dark(oklch(41% 0.13 var(--hue)), oklch(84% 0.09 var(--hue)));
    --hue-ground: light-dark(oklch(90% 0.05 var(--hue)), oklch(34% 0.05 var(--hue)));
  }
  .hue-7 {
    --hue-ink: light-dark(#434c5e, #c7cbd3);
    --hue-ground: light-dark(#e4e6ec, #31353e);
  }
  .avatar {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    inline-size: var(--avatar-size);
    block-size: var(--avatar-size);
    border-radius: 50%;
    background: var(--hue-ground);
    color: var(--hue-ink);
    font-size: calc(var(--avatar-size) * 0.38);
    font-weight: 650;
    overflow: hidden;
    user-select: none;
  }
  .avatar.room {
    border-radius: 28%;
  }
  .avatar.size-24 {
    --avatar-size: 24px;
  }
  .avatar.size-36 {
    --avatar-size: 36px;
  }
  .avatar.size-42 {
    --avatar-size: 42px;
  }
  .avatar.size-64 {
    --avatar-size: 64px;
  }
  .avatar img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    background: var(--_color-bg);
    opacity: 0;
  }
  .avatar img.loaded {
    opacity: 1;
  }
  @media (forced-colors: active) {
    .avatar {
      border: 1px solid;
    }
  }
`;
