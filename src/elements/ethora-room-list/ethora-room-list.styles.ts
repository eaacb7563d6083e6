import { css } from 'lit';

export const roomListStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    background: var(--_color-surface);
  }
  h2 {
    padding: 18px 16px;
    font-size: 18px;
    line-height: 24px;
  }
  .title {
    display: flex;
    align-items: center;
    padding-inline-end: 12px;
  }
  .title h2 {
    flex: 1;
  }
  .field {
    block-size: 36px;
    margin: 0 12px 8px;
    padding-inline: 9px 3px;
    border-color: transparent;
    border-radius: var(--_radius-row);
    background: var(--_color-hover);
    color: var(--_color-text-muted);
  }
  .field:has(input:focus) {
    color: var(--_color-text);
  }
  input {
    block-size: 100%;
    padding-inline: 8px;
    appearance: none;
    color: var(--_color-text);
  }
  input::-webkit-search-cancel-button {
    display: none;
  }
  kbd {
    flex: none;
    margin-inline-end: 4px;
    padding-inline: 6px;
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
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 62px;
    margin-block-end: 1px;
    padding: 9px 8px;
    border-radius: var(--_radius-row);
  }
  [role='option'] {
    cursor: pointer;
    user-select: none;
    -webkit-touch-callout: none;
    touch-action: manipulation;
    transition: background-color 120ms var(--_ease);
  }
  @media (hover: hover) {
    [role='option']:hover {
      background-color: var(--_color-hover);
    }
  }
  [aria-selected='true'][class] {
    background-color: var(--_color-selected);
  }
  .row:focus-visible {
    outline-offset: -2px;
  }
  .lines,
  .who,
  .preview {
    flex: 1;
    min-inline-size: 0;
  }
  .line,
  .who,
  .members {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  /* The number of members wraps out of sight before the name is cut. */
  .who {
    flex-wrap: wrap;
    block-size: 22px;
    overflow: hidden;
  }
  .name {
    max-inline-size: 100%;
    font-weight: 550;
    text-align: start;
  }
  .members {
    gap: 3px;
    block-size: 22px;
  }
  .members,
  .time,
  .badge {
    flex: none;
    color: var(--_color-text-muted);
    font-size: 12px;
    line-height: 16px;
    font-variant-numeric: tabular-nums;
  }
  .preview {
    min-block-size: 20px;
    color: var(--_color-text-muted);
    font-size: 13.5px;
    line-height: 20px;
  }
  .preview .icon {
    display: inline-block;
    margin-inline-end: 4px;
    vertical-align: -2px;
  }
  .author,
  .unread .preview {
    color: var(--_color-text);
  }
  .typing {
    color: var(--_color-accent);
  }
  .draft {
    color: var(--_color-danger);
  }
  .unread .author {
    font-weight: 550;
  }
  .unread .name,
  .unread .time,
  .badge {
    font-weight: 650;
  }
  .unread .time {
    color: var(--_color-accent);
  }
  .badge {
    min-inline-size: 20px;
    padding: 2px 6px;
    border-radius: 10px;
    background: var(--_color-badge-bg);
    color: var(--_color-badge-text);
    text-align: center;
  }
  /* Nothing for what comes at once. */
  .loading {
    animation: appear 1ms 200ms both;
  }
  .face {
    flex: none;
    inline-size: 42px;
    block-size: 42px;
    border-radius: 28%;
  }
  .lines .skeleton {
    display: block;
    inline-size: 52%;
    block-size: 10px;
  }
  .skeleton + .skeleton {
    inline-size: 76%;
    margin-block-start: 9px;
    opacity: 0.7;
    animation: none;
  }
  .row:nth-child(even) .face {
    border-radius: 50%;
  }
  .row:nth-child(even) .skeleton + .skeleton {
    inline-size: 62%;
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
    .field {
      block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .field,
    kbd {
      border-color: CanvasText;
    }
    .badge {
      forced-color-adjust: none;
      background: CanvasText;
      color: Canvas;
    }
    [aria-selected='true'][class] {
      forced-color-adjust: none;
      outline-color: HighlightText;
      background: Highlight;
    }
    [aria-selected='true'] * {
      border-color: HighlightText;
      background: none;
      color: HighlightText;
    }
  }
`;
