import { css } from 'lit';

/** Messages, in both shapes: bubbles, and rows where a room's thread is wide. */
export const rowStyles = css`
  .day,
  .unread {
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    font-weight: 650;
    line-height: 16px;
    text-align: center;
  }
  .day {
    padding-block: 20px 8px;
    color: var(--_color-text-muted);
  }
  .unread {
    display: flex;
    align-items: center;
    gap: 12px;
    padding-block: 16px 0;
    color: var(--_color-unread-line);
  }
  .unread::before,
  .unread::after {
    flex: 1;
    block-size: 1px;
    background: color-mix(in srgb, currentcolor 60%, transparent);
    content: '';
  }

  .row {
    position: relative;
    margin-block-start: 2px;
    scroll-margin-block: 8px;
  }
  .row.first {
    margin-block-start: 12px;
  }
  .row:focus-visible {
    outline: none;
  }
  .group .row:not(.own) {
    padding-inline-start: 36px;
  }
  .bubble {
    position: relative;
    inline-size: fit-content;
    max-inline-size: var(--_bubble-max);
    padding: 8px 13px;
    border-radius: var(--_radius-bubble);
    background: var(--_bubble-in-bg);
    color: var(--_bubble-in-text);
  }
  .row:not(.first) .bubble {
    border-start-start-radius: 6px;
  }
  .row:not(.last) .bubble {
    border-end-start-radius: 6px;
  }
  .own .bubble {
    margin-inline-start: auto;
    border-radius: var(--_radius-bubble);
    background: var(--_bubble-out-bg);
    color: var(--_bubble-out-text);
  }
  .own:not(.first) .bubble {
    border-start-start-radius: var(--_radius-bubble);
    border-start-end-radius: 6px;
  }
  .own:not(.last) .bubble {
    border-end-start-radius: var(--_radius-bubble);
    border-end-end-radius: 6px;
  }
  .row:focus-visible .bubble {
    outline: 2px solid var(--_color-focus);
    outline-offset: 2px;
  }
  .text {
    overflow-wrap: anywhere;
    text-align: start;
    unicode-bidi: plaintext;
    white-space: pre-wrap;
  }
  .row[data-status='pending'] .text {
    opacity: 0.72;
  }
  .row.emoji .text {
    font-size: 36px;
    line-height: 44px;
  }
  .row.emoji .bubble {
    padding: 0 4px;
    background: none;
  }
  .text a {
    border-radius: 3px;
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
  }
  .text a:focus-visible {
    outline-offset: 1px;
  }
  .head {
    margin-block-end: 3px;
    color: var(--_color-text);
    font-size: 14.5px;
    line-height: 20px;
  }
  .author {
    color: var(--hue-ink);
    font-weight: 650;
    overflow-wrap: anywhere;
  }
  time,
  .foot,
  .row::after {
    color: var(--_color-text-muted);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    font-weight: 400;
    line-height: 16px;
  }
  .head time,
  .own .head,
  .own .avatar,
  .row:not(.last) .avatar {
    display: none;
  }
  .avatar {
    position: absolute;
    inset-block-end: 0;
    inset-inline-start: -36px;
  }
  .avatar.size-36 {
    --avatar-size: 28px;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    padding: 4px 13px 0;
  }
  .row:not(.last) .foot {
    padding-block-end: 4px;
  }
  .own .foot {
    justify-content: flex-end;
  }
  .foot.says time::after,
  .dot {
    margin-inline: 6px;
  }
  .foot.says time::after {
    content: '·';
  }
  .status {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .status.failed {
    color: var(--_color-danger);
  }
  .status.read svg {
    color: var(--_color-accent);
  }
  .foot .text-button {
    position: relative;
  }
  /* The words are small, what can be hit is not. */
  .foot .text-button::after {
    position: absolute;
    inset: -6px -4px;
    content: '';
  }

  .row:not(.last)::after {
    position: absolute;
    inset-block-end: 10px;
    inset-inline-end: 0;
    opacity: 0;
    pointer-events: none;
  }
  .own:not(.last)::after {
    inset-inline: 0 auto;
  }
  .row:focus-visible::after {
    opacity: 1;
    content: attr(data-time);
  }
  @media (hover: hover) {
    .row:hover::after {
      opacity: 1;
      content: attr(data-time);
    }
  }

  .row.system {
    margin-block: 14px 2px;
    padding-inline: 24px;
    color: var(--_color-text-muted);
    font-size: 13px;
    line-height: 18px;
    overflow-wrap: anywhere;
    text-align: center;
  }
  .row.system bdi {
    white-space: pre-line;
  }
  .row.system::after,
  .row.last::after {
    display: none;
  }
  .row.system:focus-visible {
    border-radius: 8px;
    outline: 2px solid var(--_color-focus);
    outline-offset: -2px;
  }

  @container thread (inline-size >= 560px) {
    .group .unread {
      padding-inline: 16px;
    }
    .group .row:not(.system),
    .group .row.first:not(.system) {
      margin: 0;
      padding: 2px 16px 2px;
      padding-inline-start: 64px;
      border-radius: var(--_radius-row);
    }
    .group .row.first:not(.system) {
      margin-block-start: 12px;
    }
    .group .row:focus-visible {
      outline: 2px solid var(--_color-focus);
      outline-offset: -2px;
    }
    .group .row .bubble,
    .group .row:focus-visible .bubble {
      position: static;
      inline-size: auto;
      max-inline-size: none;
      margin: 0;
      padding: 0;
      border-radius: 0;
      outline: none;
      background: none;
      color: inherit;
    }
    .group .head,
    .group .own .head {
      display: flex;
      align-items: baseline;
      gap: 8px;
      margin-block-end: 5px;
    }
    .group .author {
      color: inherit;
      min-inline-size: 0;
    }
    .group .head time {
      display: block;
      flex: none;
    }
    .group .avatar,
    .group .own .avatar {
      display: none;
      inset-block: 3px auto;
      inset-inline-start: 16px;
    }
    .group .first .avatar {
      display: grid;
    }
    .group .avatar.size-36 {
      --avatar-size: 36px;
    }
    .group .foot {
      display: none;
    }
    .group .foot.says {
      display: flex;
      justify-content: flex-start;
      padding: 2px 0 0;
    }
    .group .foot time {
      display: none;
    }
    .group .row::after {
      display: block;
      inset-block: 5px auto;
      inset-inline: 0 auto;
      inline-size: 52px;
      font-size: 11px;
      text-align: end;
      position: absolute;
      opacity: 0;
      pointer-events: none;
    }
    .group .row.first::after,
    .group .row.system::after {
      display: none;
    }
    .group .row:focus-visible::after {
      opacity: 1;
    }
  }
  @container thread (inline-size >= 560px) {
    @media (hover: hover) {
      .group .row:not(.system):hover {
        background: var(--_color-hover);
      }
      .group .row:hover::after {
        opacity: 1;
      }
    }
  }

  @media (forced-colors: active) {
    .bubble {
      border: 1px solid CanvasText;
    }
    .group .row .bubble {
      border-color: CanvasText;
    }
    .row.emoji .bubble {
      border-color: transparent;
    }
    .author,
    time,
    .status.failed {
      color: CanvasText;
    }
    .row:focus-visible .bubble {
      outline-color: Highlight;
    }
  }
  @container thread (inline-size >= 560px) {
    @media (forced-colors: active) {
      .group .row .bubble {
        border: 0;
      }
      .group .row:hover {
        outline: 1px solid CanvasText;
      }
    }
  }
`;
