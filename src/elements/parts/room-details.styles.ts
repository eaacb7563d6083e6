import { css } from 'lit';

export const roomDetailsStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    background: var(--_color-bg);
  }
  .head {
    display: flex;
    align-items: center;
    flex: none;
    block-size: 60px;
    padding-inline: 20px 12px;
    border-block-end: 1px solid var(--_color-border);
  }
  .head h2 {
    flex: 1;
    font-size: 18px;
    line-height: 24px;
  }
  .scroller {
    flex: 1;
    min-block-size: 0;
    padding: 16px 20px;
  }
  .about {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 4px;
    text-align: center;
    overflow-wrap: anywhere;
  }
  .about p:first-of-type {
    font-size: 17px;
    font-weight: 650;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 8px;
    margin-block: 16px;
  }
  h3 {
    margin: 20px 0 8px;
    color: var(--_color-text-muted);
    font-size: 14px;
    font-weight: 650;
    line-height: 20px;
  }
  .field {
    block-size: 36px;
    margin-block-end: 8px;
    padding-inline-start: 9px;
  }
  .field input {
    padding-inline: 8px;
  }
  li {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 52px;
  }
  .who {
    flex: 1;
    min-inline-size: 0;
    font-weight: 550;
    line-height: 20px;
  }
  .hint,
  .chip {
    color: var(--_color-text-muted);
    font-size: 13px;
    font-weight: 400;
    line-height: 18px;
    overflow-wrap: anywhere;
  }
  .chip {
    flex: none;
    padding: 2px 8px;
    border: 1px solid var(--_color-border);
    border-radius: 8px;
  }
  .danger,
  .error {
    color: var(--_color-danger);
  }
  [role='menu'] {
    position: fixed;
    inset: auto;
    inline-size: 224px;
    margin: 0;
    padding: 6px;
    border: 1px solid var(--_color-border);
    border-radius: 12px;
    background: var(--_color-surface-raised);
    color: var(--_color-text);
    box-shadow: var(--_shadow-1);
  }
  [role='menuitem'] {
    display: block;
    inline-size: 100%;
    min-block-size: 34px;
    padding-inline: 12px;
    border-radius: 8px;
    font-size: 14px;
    line-height: 20px;
    text-align: start;
  }
  [role='menuitem']:is(:hover, :focus) {
    background: var(--_color-hover);
  }
  @media (pointer: coarse) {
    [role='menuitem'] {
      min-block-size: 44px;
    }
  }
`;
