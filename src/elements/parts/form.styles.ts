import { css } from 'lit';

/** Labels, fields and choices of a form in a dialog. */
export const formStyles = css`
  form {
    display: flex;
    flex-direction: column;
  }
  label,
  legend {
    margin-block: 16px 6px;
    padding: 0;
    font-size: 14px;
    font-weight: 550;
    line-height: 20px;
  }
  .field {
    min-block-size: 40px;
  }
  .field > * {
    padding: 8px 12px;
  }
  select {
    padding: 8px 12px;
    color: inherit;
    font: inherit;
  }
  textarea {
    resize: none;
    field-sizing: content;
  }
  fieldset {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .choice {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-block: 0;
    padding-block: 8px;
    font-weight: 400;
  }
  .choice input {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    accent-color: var(--_color-accent);
  }
  .hint {
    color: var(--_color-text-muted);
    font-size: 13px;
    line-height: 18px;
    overflow-wrap: anywhere;
  }
  .field + .hint,
  .field + .choice,
  .picture + .hint {
    margin-block-start: 6px;
  }
  .danger {
    border-color: transparent;
    background: var(--_color-danger);
    color: var(--_color-bg);
  }
`;
