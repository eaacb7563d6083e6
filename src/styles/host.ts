import { css } from 'lit';
import { controls } from './controls.js';
import { tokens } from './tokens.js';

/** What every element starts from: nothing of the page's text styles but its font and its direction. */
const reset = css`
  :host {
    display: block;
    box-sizing: border-box;
    color: var(--_color-text);
    cursor: auto;
    font-family: var(--ethora-font-family, inherit);
    font-feature-settings: normal;
    font-size: var(--_font-size);
    font-style: normal;
    font-variant: normal;
    font-weight: 400;
    hyphens: manual;
    letter-spacing: normal;
    line-height: 22px;
    list-style: none;
    tab-size: 4;
    text-align: start;
    text-indent: 0;
    text-shadow: none;
    text-transform: none;
    white-space: normal;
    word-break: normal;
    word-spacing: normal;
    -webkit-font-smoothing: antialiased;
    -moz-osx-font-smoothing: grayscale;
    -webkit-tap-highlight-color: transparent;
    -webkit-text-size-adjust: none;
    text-size-adjust: none;
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
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  figure {
    margin: 0;
    padding: 0;
  }
  h1,
  h2,
  h3 {
    font-size: inherit;
    font-weight: 650;
  }
  ul,
  ol {
    list-style: none;
  }
  a {
    color: var(--_color-link);
  }
  svg {
    display: block;
    flex: none;
  }
  svg.directional:dir(rtl) {
    transform: scaleX(-1);
  }
  ::placeholder {
    color: var(--_color-text-muted);
    opacity: 1;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
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
    margin: -1px;
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
    ::placeholder {
      color: CanvasText;
    }
    :focus-visible {
      outline-color: Highlight;
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
