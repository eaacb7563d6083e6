import { css } from 'lit';

/** Buttons, fields, spinner and skeleton: the classes that every element may use. */
export const controls = css`
  button,
  input,
  textarea {
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
  }
  button {
    cursor: pointer;
    touch-action: manipulation;
  }
  button:disabled {
    cursor: default;
  }
  input,
  textarea {
    flex: 1;
    min-inline-size: 0;
    caret-color: var(--_color-accent);
  }
  /* What stands around an input. Its ring is drawn inside, so that nothing moves. */
  .field {
    display: flex;
    align-items: center;
    border: 1px solid var(--_color-border-control);
    border-radius: var(--_radius-card);
    background: var(--_color-bg);
  }
  .field:has(input:focus, textarea:focus) {
    outline: 2px solid var(--_color-focus);
    outline-offset: -2px;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 36px;
    padding: 7px 14px;
    border: 1px solid var(--_color-border-control);
    border-radius: var(--_radius-control);
    background: var(--_color-bg);
    font-size: 14px;
    font-weight: 550;
    line-height: 20px;
    transition: background-color 120ms var(--_ease);
  }
  /* What heads a form or the state of a pane. */
  .tile {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 52px;
    block-size: 52px;
    margin-block-end: 16px;
    border-radius: 28%;
    background: var(--_color-hover);
    color: var(--_color-text-muted);
  }
  .primary {
    border-color: transparent;
    background: var(--_color-accent);
    color: var(--_color-on-accent);
  }
  .icon-button {
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: 36px;
    block-size: 36px;
    border-radius: var(--_radius-control);
    color: var(--_color-text-muted);
    transition: background-color 120ms var(--_ease);
  }
  .field .icon-button {
    inline-size: auto;
    block-size: calc(100% - 6px);
    aspect-ratio: 1;
  }
  .text-button {
    border-radius: 4px;
    color: var(--_color-link);
    font-weight: 650;
  }
  @media (hover: hover) {
    .button:hover {
      background-image: linear-gradient(var(--_color-hover), var(--_color-hover));
    }
    .icon-button:hover {
      background-color: var(--_color-hover);
      color: var(--_color-text);
    }
    .text-button:hover {
      text-decoration: underline;
    }
  }
  @media (pointer: coarse) {
    /* iOS zooms into anything smaller. */
    input,
    textarea {
      font-size: 16px;
    }
    .button {
      min-block-size: 44px;
    }
    .icon-button {
      inline-size: 44px;
      block-size: 44px;
    }
  }
  .spinner {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    border: 2px solid color-mix(in srgb, currentcolor 28%, transparent);
    border-block-start-color: currentcolor;
    border-radius: 50%;
    color: var(--_color-accent);
    animation: spin 800ms linear infinite;
  }
  .skeleton {
    border-radius: 5px;
    background: var(--_color-skeleton);
    animation: breathe 1600ms ease-in-out infinite;
  }
  @keyframes spin {
    to {
      transform: rotate(1turn);
    }
  }
  @keyframes breathe {
    50% {
      opacity: 0.55;
    }
  }
  @media (forced-colors: active) {
    .primary {
      forced-color-adjust: none;
      background: ButtonText;
      color: ButtonFace;
    }
    .text-button {
      color: LinkText;
    }
    .skeleton {
      background: GrayText;
    }
    .tile {
      border: 1px solid;
    }
  }
`;
