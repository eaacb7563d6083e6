import { css } from 'lit';

export const composerStyles = css`
  :host {
    padding: 8px 16px 16px;
    container-type: inline-size;
  }
  .box,
  .notice {
    display: flex;
    align-items: flex-end;
    max-inline-size: calc(var(--_column-max) - 32px);
    min-block-size: 46px;
    margin-inline: auto;
    padding: 4px;
    border: 1px solid var(--_color-border-control);
    border-radius: var(--_radius-composer);
    background: var(--_color-bg);
  }
  /* Drawn inside, so that nothing moves when the frame thickens. */
  .box:has(textarea:focus) {
    outline: 2px solid var(--_color-focus);
    outline-offset: -2px;
  }
  textarea {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 36px;
    max-block-size: var(--ethora-composer-max-height, 234px);
    margin: 0;
    padding: 7px 12px;
    border: 0;
    outline: none;
    background: none;
    color: inherit;
    caret-color: var(--_color-accent);
    field-sizing: content;
    font: inherit;
    letter-spacing: inherit;
    line-height: 22px;
    overflow-wrap: anywhere;
    resize: none;
    scrollbar-width: thin;
  }
  textarea::placeholder {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  textarea:focus-visible {
    outline: none;
  }
  slot[name='actions']::slotted(*) {
    flex: none;
  }
  .send {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 36px;
    block-size: 36px;
    border-radius: 10px;
    background: var(--_color-accent);
    color: var(--_color-on-accent);
    transition: opacity 120ms var(--_ease);
  }
  /* Its place stays, so that the text does not wrap anew. */
  .send:disabled {
    opacity: 0;
    visibility: hidden;
  }
  @media (hover: hover) {
    .send:hover {
      background-image: linear-gradient(var(--_color-hover), var(--_color-hover));
    }
  }
  .notice {
    align-items: center;
    justify-content: center;
    gap: 8px;
    padding-inline: 16px;
    border-color: transparent;
    background: var(--_color-surface);
    color: var(--_color-text-muted);
    font-size: 14px;
    line-height: 20px;
    text-align: center;
  }
  @container (width < 560px) {
    .box,
    .notice {
      margin-inline: -4px;
    }
    .box {
      margin-block-end: -4px;
    }
  }
  @media (pointer: coarse) {
    .box {
      min-block-size: 52px;
    }
    textarea {
      padding: 10px 12px;
      /* iOS zooms into anything smaller. */
      font-size: 16px;
    }
    .send {
      inline-size: 42px;
      block-size: 42px;
    }
  }
  @media (forced-colors: active) {
    .box:has(textarea:focus) {
      outline-color: Highlight;
    }
    .notice {
      border-color: GrayText;
    }
    .send {
      forced-color-adjust: none;
      background: ButtonText;
      color: ButtonFace;
    }
  }
`;
