import { css, html, nothing, type TemplateResult } from 'lit';
import { icon, type IconName } from './icon.js';

/** What a pane says when it has nothing else to show. */
export interface PaneStateOptions {
  readonly icon: IconName;
  readonly title: string;
  readonly text?: string | undefined;
  /** A way out, as a button. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

/** Icon, title, a sentence and perhaps a button, in the middle of the pane. */
export function paneState({ icon: name, title, text, action }: PaneStateOptions): TemplateResult {
  return html`<div class="pane-state">
    <span class="tile">${icon(name, 24)}</span>
    <p class="title">${title}</p>
    ${text ? html`<p class="hint">${text}</p>` : nothing}
    ${
      action
        ? html`<button class="button" type="button" @click=${action.run}>${icon('retry', 16)}${action.label}</button>`
        : nothing
    }
  </div>`;
}

export const paneStateStyles = css`
  .pane-state {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: safe center;
    min-block-size: 100%;
    padding: 24px;
    text-align: center;
    overflow-wrap: anywhere;
  }
  .title {
    font-size: 16px;
    font-weight: 650;
  }
  .hint {
    max-inline-size: 300px;
    margin-block-start: 4px;
    color: var(--_color-text-muted);
    font-size: 14px;
    line-height: 20px;
    text-wrap: balance;
  }
  .pane-state .button {
    margin-block-start: 16px;
  }
`;
