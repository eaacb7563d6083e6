import { css } from 'lit';

export const composerStyles = css`
  :host {
    padding: 8px 16px 16px;
    container-type: inline-size;
  }
  .field,
  .notice {
    display: flex;
    align-items: flex-end;
    max-inline-size: calc(var(--_column-max) - 32px);
    min-block-size: 46px;
    margin-inline: auto;
    padding: 4px;
    border-radius: var(--_radius-composer);
  }
  .field {
    flex-wrap: wrap;
  }
  .field.dropping {
    border: 2px dashed var(--_color-accent);
    padding: 3px;
  }
  .field .attach {
    flex: none;
    inline-size: 36px;
    block-size: 36px;
  }
  textarea {
    min-block-size: 36px;
    max-block-size: var(--ethora-composer-max-height, 234px);
    padding: 7px 12px;
    field-sizing: content;
    overflow-wrap: anywhere;
    resize: none;
    scrollbar-width: thin;
  }
  textarea::placeholder {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  ::slotted(*) {
    flex: none;
  }
  .send {
    flex: none;
    inline-size: 36px;
    padding: 0;
    transition: opacity 120ms var(--_ease);
  }
  /* Its place stays, so that the text does not wrap anew. */
  .send:disabled {
    opacity: 0;
    visibility: hidden;
  }
  .notice {
    align-items: center;
    justify-content: center;
    gap: 8px;
    padding-inline: 16px;
    background: var(--_color-surface);
    color: var(--_color-text-muted);
    font-size: 14px;
    line-height: 20px;
  }
  @container (width < 560px) {
    .field,
    .notice {
      margin: 0 -4px -4px;
    }
  }
  @media (pointer: coarse) {
    .field {
      min-block-size: 52px;
    }
    textarea {
      padding-block: 10px;
    }
    .send {
      inline-size: 42px;
      min-block-size: 42px;
    }
    .field .attach {
      inline-size: 42px;
      block-size: 42px;
    }
  }
  @media (forced-colors: active) {
    .notice {
      border: 1px solid GrayText;
    }
  }
`;
