import { css } from 'lit';

export const roomListStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    background: var(--_color-surface);
  }
  .header {
    flex: none;
    padding-block-end: 8px;
  }
  h2 {
    display: flex;
    align-items: center;
    block-size: 60px;
    padding-inline: 16px;
    font-size: 18px;
    line-height: 24px;
  }
  .search {
    display: flex;
    align-items: center;
    block-size: 36px;
    margin-inline: 12px;
    padding-inline: 10px 4px;
    border-radius: var(--_radius-row);
    background: var(--_color-hover);
    color: var(--_color-text-muted);
  }
  .search:has(input:focus) {
    outline: 2px solid var(--_color-focus);
    outline-offset: -2px;
    color: var(--_color-text);
  }
  input {
    flex: 1;
    min-inline-size: 0;
    block-size: 100%;
    margin: 0;
    padding: 0 8px;
    border: 0;
    outline: none;
    appearance: none;
    background: none;
    color: var(--_color-text);
    caret-color: var(--_color-accent);
    font: inherit;
    line-height: 20px;
  }
  input:focus-visible {
    outline: none;
  }
  input::-webkit-search-cancel-button {
    display: none;
  }
  .search .icon-button {
    inline-size: 28px;
    block-size: 28px;
    border-radius: 7px;
  }
  kbd {
    flex: none;
    margin-inline-end: 4px;
    padding: 0 6px;
    border: 1px solid color-mix(in srgb, var(--_color-text) 18%, transparent);
    border-radius: 5px;
    font: inherit;
    font-size: 12px;
    font-weight: 550;
    line-height: 18px;
  }
  .scroller {
    flex: 1;
    min-block-size: 0;
    padding: 2px 8px 8px;
  }
  .row {
    position: relative;
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 62px;
    margin-block-end: 1px;
    padding: 9px 8px;
    border-radius: var(--_radius-row);
    cursor: pointer;
    user-select: none;
    -webkit-touch-callout: none;
    touch-action: manipulation;
    transition: background-color 120ms var(--_ease);
  }
  .row[aria-selected='true'] {
    background-color: var(--_color-selected);
  }
  .row:focus-visible {
    outline-offset: -2px;
  }
  @media (hover: hover) {
    .row[aria-selected='false']:hover {
      background-color: var(--_color-hover);
    }
  }
  .lines {
    flex: 1;
    min-inline-size: 0;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  /* The number of members wraps out of sight before the name is cut. */
  .who {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    align-items: center;
    column-gap: 8px;
    min-inline-size: 0;
    block-size: 22px;
    overflow: hidden;
  }
  .name {
    max-inline-size: 100%;
    font-weight: 550;
    text-align: start;
  }
  .members {
    display: inline-flex;
    align-items: center;
    gap: 3px;
    flex: none;
    block-size: 22px;
    color: var(--_color-text-muted);
    font-size: 12px;
    line-height: 16px;
    font-variant-numeric: tabular-nums;
  }
  .time {
    flex: none;
    margin-inline-start: auto;
    color: var(--_color-text-muted);
    font-size: 12px;
    line-height: 16px;
    font-variant-numeric: tabular-nums;
  }
  .preview {
    flex: 1;
    min-inline-size: 0;
    color: var(--_color-text-muted);
    font-size: 13.5px;
    line-height: 20px;
    min-block-size: 20px;
  }
  .author {
    color: var(--_color-text);
  }
  .draft {
    color: var(--_color-danger);
  }
  .unread .name {
    font-weight: 650;
  }
  .unread .preview {
    color: var(--_color-text);
  }
  .unread .author {
    font-weight: 550;
  }
  .unread .time {
    color: var(--_color-accent);
    font-weight: 650;
  }
  .badge {
    flex: none;
    min-inline-size: 20px;
    padding-inline: 6px;
    border-radius: 10px;
    background: var(--_color-badge-bg);
    color: var(--_color-badge-text);
    font-size: 12px;
    font-weight: 650;
    line-height: 20px;
    text-align: center;
    font-variant-numeric: tabular-nums;
  }
  /* Nothing for what comes at once. */
  .loading {
    animation: appear 1ms 200ms both;
  }
  .placeholder {
    cursor: default;
  }
  .face {
    flex: none;
    inline-size: 42px;
    block-size: 42px;
    border-radius: 28%;
  }
  .placeholder:nth-child(even) .face {
    border-radius: 50%;
  }
  .first,
  .second {
    display: block;
    block-size: 10px;
  }
  .first {
    inline-size: 52%;
  }
  .second {
    inline-size: 76%;
    margin-block-start: 9px;
    opacity: 0.7;
    animation: none;
  }
  .w1 .first {
    inline-size: 40%;
  }
  .w1 .second {
    inline-size: 62%;
  }
  .w2 .first {
    inline-size: 60%;
  }
  .w2 .second {
    inline-size: 84%;
  }
  .w3 .first {
    inline-size: 38%;
  }
  .w3 .second {
    inline-size: 58%;
  }
  @keyframes appear {
    from {
      visibility: hidden;
    }
  }
  @media (pointer: coarse) {
    kbd {
      display: none;
    }
    input {
      font-size: 16px;
    }
    .search {
      block-size: 44px;
    }
    .search .icon-button {
      inline-size: 40px;
      block-size: 40px;
    }
  }
  @media (forced-colors: active) {
    .search,
    kbd {
      border: 1px solid CanvasText;
      color: CanvasText;
    }
    .search:has(input:focus) {
      outline-color: Highlight;
    }
    .row[aria-selected='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .row[aria-selected='true'] * {
      color: HighlightText;
    }
    .row[aria-selected='true'] .avatar {
      border-color: HighlightText;
      background: none;
    }
    .row[aria-selected='true']:focus-visible {
      outline-color: HighlightText;
      outline-offset: -4px;
    }
    .badge {
      forced-color-adjust: none;
      background: CanvasText;
      color: Canvas;
    }
    .row[aria-selected='true'] .badge {
      background: HighlightText;
      color: Highlight;
    }
  }
`;
