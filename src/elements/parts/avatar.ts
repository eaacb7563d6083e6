import { css, html, nothing, type TemplateResult } from 'lit';
import { avatarHue, initials, pictureUrl } from '../../domain/avatar.js';

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
  readonly size: 28 | 36 | 42;
}

/** Decorative: the name always stands beside it. */
export function avatar({ id, name, picture, shape, size }: AvatarOptions): TemplateResult {
  const url = pictureUrl(picture, pageIsLocal());
  return html`<span class="avatar ${shape} size-${size} ${hueClass(id)}" aria-hidden="true"
    >${initials(name)}${
      url
        ? html`<img
          alt=""
          decoding="async"
          draggable="false"
          loading="lazy"
          referrerpolicy="no-referrer"
          @load=${onLoad}
          @error=${onError}
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

function onLoad(event: Event) {
  if (event.currentTarget instanceof Element) event.currentTarget.classList.add('loaded');
}

function onError(event: Event) {
  if (event.currentTarget instanceof Element) event.currentTarget.classList.remove('loaded');
}

function pageIsLocal(): boolean {
  return /^(localhost|.+\.localhost|127\.[\d.]+|\[::1\])$/.test(globalThis.location.hostname);
}

/** Letters over ground: 5.7:1 or more in both schemes. */
export const avatarStyles = css`
  .hue-0 {
    --hue-ink: light-dark(#1b40a9, #c0d1ff);
    --hue-ground: light-dark(#c8d8ff, #2c417a);
  }
  .hue-1 {
    --hue-ink: light-dark(#a31f4f, #ffb1c8);
    --hue-ground: light-dark(#fbdde6, #4d2131);
  }
  .hue-2 {
    --hue-ink: light-dark(#6432b5, #d2b9ff);
    --hue-ground: light-dark(#eadffb, #3a2a5c);
  }
  .hue-3 {
    --hue-ink: light-dark(#0e6341, #8fdcb8);
    --hue-ground: light-dark(#d3f0e3, #153f30);
  }
  .hue-4 {
    --hue-ink: light-dark(#95410d, #ffbd94);
    --hue-ground: light-dark(#fde3d2, #4b2a17);
  }
  .hue-5 {
    --hue-ink: light-dark(#0d5f72, #8fd5e6);
    --hue-ground: light-dark(#d3eef4, #163c46);
  }
  .hue-6 {
    --hue-ink: light-dark(#6e5401, #e6cd7b);
    --hue-ground: light-dark(#f4e9c4, #40361a);
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
    letter-spacing: 0;
    line-height: 1;
    overflow: hidden;
    user-select: none;
  }
  .avatar.room {
    border-radius: 28%;
  }
  .avatar.size-28 {
    --avatar-size: 28px;
  }
  .avatar.size-36 {
    --avatar-size: 36px;
  }
  .avatar.size-42 {
    --avatar-size: 42px;
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
      border: 1px solid CanvasText;
      background: Canvas;
      color: CanvasText;
    }
  }
`;
