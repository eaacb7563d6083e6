import { css } from 'lit';
import { controls } from './controls.js';
import { tokens } from './tokens.js';

/** What every element starts from: nothing of the page's text styles but its font and its direction. */
const reset = css`
  :host {
    all: initial;
    display: block;
    box-sizing: border-box;
    color: var(--_color-text);
    color-scheme: inherit;
    font-family: var(--ethora-font-family, inherit);
    font-size: var(--_font-size);
    line-height: 22px;
    pointer-events: inherit;
    visibility: inherit;
    -webkit-font-smoothing: antialiased;
    -moz-osx-font-smoothing: grayscale;
    -webkit-tap-highlight-color: transparent;
    -webkit-text-size-adjust: none;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  p,
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  h2 {
    font-weight: 650;
  }
  a {
    color: var(--_color-link);
  }
  .icon {
    display: block;
    flex: none;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  /* Thinner lines look lost when small. */
  .icon[width='16'] {
    stroke-width: 2;
  }
  .icon[width='14'] {
    stroke-width: 2.25;
  }
  /* It points along the text. */
  .icon.back:dir(rtl) {
    transform: scaleX(-1);
  }
  ::placeholder {
    color: var(--_color-text-muted);
    opacity: 1;
  }
  :focus {
    outline: none;
  }
  :focus-visible:not(input, textarea) {
    outline: 2px solid var(--_color-focus);
    outline-offset: 2px;
  }
  .scroller {
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-color: color-mix(in srgb, var(--_color-text) 26%, transparent) transparent;
    scrollbar-width: thin;
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .ellipsis {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    :host {
      --_color-focus: Highlight;
    }
    ::placeholder {
      color: CanvasText;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      scroll-behavior: auto !important;
      transition: none !important;
    }
  }
`;

/** Shared by every element: tokens, reset, and the classes of `controls.ts`. */
export const hostStyles = [tokens, reset, controls];
