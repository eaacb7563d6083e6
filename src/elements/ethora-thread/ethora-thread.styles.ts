import { css } from 'lit';

/** The pane: scroller, column, states, and what floats over them. */
export const threadStyles = css`
  :host {
    position: relative;
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    block-size: 100%;
    min-block-size: 0;
    min-inline-size: 0;
    background: var(--_color-bg);
  }
  .scroller {
    container: thread / inline-size;
    position: relative;
    min-block-size: 0;
    overflow-anchor: none;
  }
  .scroller:focus-visible {
    outline-offset: -2px;
  }
  .content {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    max-inline-size: var(--_column-max);
    min-block-size: 100%;
    margin-inline: auto;
    padding-inline: 12px;
  }
  .earlier,
  .gap {
    display: flex;
    align-items: center;
    justify-content: center;
    flex: none;
    gap: 8px;
    block-size: 48px;
    overflow: hidden;
    color: var(--_color-text-muted);
    font-size: 13px;
    line-height: 18px;
  }
  .strip {
    display: flex;
    align-items: center;
    gap: 8px;
    block-size: 24px;
    inline-size: 100%;
    max-inline-size: var(--_column-max);
    margin-inline: auto;
    padding-inline: 28px;
    color: var(--_color-text-muted);
    font-size: 13px;
    line-height: 18px;
  }
  .dots {
    display: flex;
    gap: 4px;
  }
  .dots i {
    inline-size: 5px;
    block-size: 5px;
    border-radius: 50%;
    background: currentColor;
    animation: dot 1.2s infinite alternate;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.2s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.4s;
  }
  @keyframes dot {
    to {
      opacity: 0.3;
    }
  }
  .denied {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 4px 8px;
    padding: 12px 0 4px;
    color: var(--_color-text-muted);
    font-size: 13px;
    line-height: 18px;
  }
  .latest {
    position: absolute;
    inset-block-end: 32px;
    inset-inline: 0;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    inline-size: 36px;
    block-size: 36px;
    margin-inline: auto;
    border: 1px solid var(--_color-border);
    border-radius: 18px;
    background: var(--_color-surface-raised);
    box-shadow: var(--_shadow-1);
    color: var(--_color-text-muted);
    font-size: 14px;
    font-weight: 650;
    line-height: 20px;
    white-space: nowrap;
    animation: rise 160ms var(--_ease);
  }
  .latest.counts {
    inline-size: fit-content;
    padding-inline: 14px 16px;
    color: var(--_color-link);
  }
  @media (hover: hover) {
    .latest:hover {
      background-image: linear-gradient(var(--_color-hover), var(--_color-hover));
    }
  }
  @media (pointer: coarse) {
    .latest {
      inline-size: 44px;
      block-size: 44px;
      border-radius: 22px;
    }
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(4px);
    }
  }

  .drop-hint {
    position: absolute;
    inset: 8px;
    display: grid;
    place-content: center;
    justify-items: center;
    border: 2px dashed var(--_color-accent);
    border-radius: var(--_radius-card);
    background: color-mix(in srgb, var(--_color-accent) 10%, var(--_color-bg));
    color: var(--_color-text-muted);
    font-size: 13px;
    line-height: 18px;
    pointer-events: none;
  }
  .drop-hint strong,
  .drop-hint .icon {
    margin-block-end: 4px;
    color: var(--_color-link);
    font-size: 15px;
    font-weight: 650;
  }

  .ghosts {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    gap: 12px;
    max-inline-size: var(--_column-max);
    block-size: 100%;
    margin-inline: auto;
    padding: 12px;
    overflow: hidden;
    animation: appear 120ms 200ms backwards;
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  .ghost {
    display: flex;
    align-items: flex-end;
    gap: 8px;
    flex: none;
  }
  .ghost.own {
    justify-content: flex-end;
  }
  .ghost .face {
    flex: none;
    inline-size: 28px;
    block-size: 28px;
    border-radius: 50%;
  }
  .ghost.own .face,
  .ghost .name {
    display: none;
  }
  .ghost .shape {
    inline-size: 44%;
    block-size: 38px;
    border-radius: var(--_radius-bubble);
  }
  .ghost .shape.size-2 {
    inline-size: 58%;
  }
  .ghost .shape.size-3 {
    inline-size: 52%;
    block-size: 60px;
  }
  @container thread (inline-size >= 560px) {
    .content {
      padding-inline: 16px;
    }
    .ghosts {
      padding-inline: 16px;
    }
    .ghosts.group {
      gap: 20px;
      padding-inline: 32px;
    }
    .group .ghost,
    .group .ghost.own {
      display: grid;
      grid-template-columns: 36px 1fr;
      align-items: start;
      justify-content: start;
      gap: 8px 12px;
    }
    .group .ghost .face {
      display: block;
      grid-row: span 2;
      inline-size: 36px;
      block-size: 36px;
    }
    .group .ghost .name {
      display: block;
      inline-size: 120px;
      block-size: 12px;
      margin-block-start: 4px;
    }
    .group .ghost .shape {
      block-size: 12px;
      border-radius: 5px;
    }
    .group .ghost .shape.size-3 {
      inline-size: 76%;
    }
  }
  @media (forced-colors: active) {
    .latest,
    .latest.counts {
      border-color: ButtonText;
      color: ButtonText;
    }
  }
`;
