import { css } from 'lit';

export const loginFormStyles = css`
  :host {
    block-size: 100%;
    overflow: auto;
  }
  form {
    display: flex;
    flex-direction: column;
    justify-content: safe center;
    min-block-size: 100%;
    max-inline-size: 344px;
    margin-inline: auto;
    padding: 24px;
  }
  .tile {
    align-self: center;
    inline-size: 56px;
    block-size: 56px;
  }
  h2 {
    font-size: 20px;
    line-height: 24px;
    text-align: center;
  }
  .server {
    margin-block: 2px 8px;
    color: var(--_color-text-muted);
    font-size: 14px;
    line-height: 20px;
    text-align: center;
    overflow-wrap: anywhere;
  }
  label {
    margin-block: 20px 6px;
    font-size: 13.5px;
    font-weight: 550;
    line-height: 18px;
  }
  .field {
    flex: none;
    block-size: 44px;
  }
  .field.invalid {
    border-color: var(--_color-danger);
    outline: 2px solid var(--_color-danger);
    outline-offset: -2px;
  }
  input {
    block-size: 100%;
    padding-inline: 12px;
    border-radius: inherit;
  }
  input::-ms-reveal {
    display: none;
  }
  .icon-button {
    margin-inline-end: 3px;
  }
  [aria-busy='true'] :is(label, .field) {
    opacity: 0.68;
  }
  .error {
    display: flex;
    gap: 6px;
    color: var(--_color-danger);
    font-size: 13px;
    line-height: 18px;
  }
  .error > * {
    margin-block-start: 6px;
  }
  .error .icon {
    margin-block-start: 8px;
  }
  .button {
    flex: none;
    min-block-size: 44px;
    margin-block-start: 20px;
    font-size: 15px;
  }
  .button .spinner {
    color: inherit;
  }
`;
