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
  .mark {
    display: grid;
    place-items: center;
    flex: none;
    align-self: center;
    inline-size: 56px;
    block-size: 56px;
    margin-block-end: 16px;
    border-radius: 28%;
    background: var(--_color-accent);
    color: var(--_color-on-accent);
  }
  h2 {
    font-size: 20px;
    line-height: 24px;
    letter-spacing: -0.01em;
    text-align: center;
  }
  .server {
    margin-block-start: 2px;
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
  .server + label,
  h2 + label {
    margin-block-start: 28px;
  }
  .field {
    display: flex;
    align-items: center;
    flex: none;
    block-size: 44px;
    border: 1px solid var(--_color-border-control);
    border-radius: var(--_radius-card);
    background: var(--_color-bg);
  }
  .field:has(input:focus) {
    outline: 2px solid var(--_color-focus);
    outline-offset: -2px;
  }
  .field.invalid {
    border-color: var(--_color-danger);
    outline: 2px solid var(--_color-danger);
    outline-offset: -2px;
  }
  input {
    flex: 1;
    min-inline-size: 0;
    block-size: 100%;
    margin: 0;
    padding: 0 12px;
    border: 0;
    border-radius: inherit;
    outline: none;
    background: none;
    color: inherit;
    caret-color: var(--_color-accent);
    font: inherit;
  }
  input:focus-visible {
    outline: none;
  }
  input::-ms-reveal {
    display: none;
  }
  .field .icon-button {
    margin-inline-end: 3px;
  }
  form[aria-busy='true'] :is(label, .field) {
    opacity: 0.68;
  }
  .error {
    display: flex;
    gap: 6px;
    color: var(--_color-danger);
    font-size: 13px;
    line-height: 18px;
  }
  .error:not(:empty) {
    margin-block-start: 6px;
  }
  .error .icon {
    margin-block-start: 2px;
  }
  .button {
    flex: none;
    min-block-size: 44px;
    margin-block-start: 20px;
    border-radius: 10px;
    font-size: 15px;
  }
  .button .spinner {
    color: inherit;
  }
  .button[aria-disabled='true'] {
    cursor: default;
  }
  @media (pointer: coarse) {
    input {
      font-size: 16px;
    }
    .field .icon-button {
      inline-size: 40px;
      block-size: 40px;
    }
  }
`;
