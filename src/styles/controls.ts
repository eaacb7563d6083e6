import { css } from 'lit';

/** Buttons, spinner and skeleton: the classes that every element may use. */
export const controls = css`
  button {
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    cursor: pointer;
    font: inherit;
    letter-spacing: inherit;
    text-align: inherit;
    touch-action: manipulation;
  }
  button:disabled {
    cursor: default;
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
  .button.primary {
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
  .text-button {
    border-radius: 4px;
    color: var(--_color-link);
    font-weight: 650;
  }
  @media (hover: hover) {
    .button:hover:enabled {
      background-image: linear-gradient(var(--_color-hover), var(--_color-hover));
    }
    .icon-button:hover:enabled {
      background-color: var(--_color-hover);
      color: var(--_color-text);
    }
    .text-button:hover:enabled {
      text-decoration: underline;
    }
  }
  @media (pointer: coarse) {
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
    .button.primary {
      forced-color-adjust: none;
      border-color: ButtonText;
      background: ButtonText;
      color: ButtonFace;
    }
    .icon-button,
    .spinner {
      color: CanvasText;
    }
    .text-button {
      color: LinkText;
    }
    .skeleton {
      background: GrayText;
    }
    button:disabled {
      color: GrayText;
    }
  }
`;
