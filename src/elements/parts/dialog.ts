import { consume } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { defaultI18n, i18nContext, type I18n } from '../../i18n/index.js';
import { hostStyles } from '../../styles/host.js';
import { icon } from './icon.js';

const dialogStyles = css`
  dialog {
    inline-size: min(456px, calc(100vw - 24px));
    max-block-size: calc(100dvh - 48px);
    padding: 0;
    border: 0;
    border-radius: 16px;
    background: var(--_color-surface-raised);
    color: inherit;
    overflow: hidden;
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
  }
  dialog::backdrop {
    background: light-dark(rgb(17 20 28 / 0.44), rgb(4 5 8 / 0.58));
  }
  .head,
  .foot {
    display: flex;
    align-items: center;
    flex: none;
    gap: 8px;
    padding: 12px 12px 8px 24px;
  }
  /* Four lines of a long name. */
  h2 {
    flex: 1;
    max-block-size: 96px;
    overflow: hidden;
    overflow-wrap: anywhere;
    font-size: 17px;
    line-height: 24px;
  }
  .scroller {
    padding: 4px 24px 20px;
  }
  .foot {
    justify-content: flex-end;
    padding: 12px 24px;
    border-block-start: 1px solid var(--_color-border);
  }
  .error {
    display: flex;
    align-items: center;
    gap: 6px;
    color: var(--_color-danger);
    font-size: 13px;
    line-height: 18px;
    overflow-wrap: anywhere;
  }
  .error > * {
    margin-block-start: 12px;
  }
  @media (forced-colors: active) {
    dialog {
      border: 1px solid;
    }
  }
`;

/** A modal dialog, open from its first update on. Says `dialog-close` when it was closed; the focus goes back by itself. */
export class EthoraDialog extends LitElement {
  static override styles = [...hostStyles, dialogStyles];

  @consume({ context: i18nContext, subscribe: true }) @state() private i18n: I18n = defaultI18n;

  @property() heading = '';
  /** Why it did not work; empty when it did, or was not tried. */
  @property() error = '';

  close() {
    this.renderRoot.querySelector('dialog')?.close();
  }

  protected override firstUpdated() {
    this.renderRoot.querySelector('dialog')?.showModal();
    this.querySelector<HTMLElement>('[data-first]')?.focus();
  }

  protected override updated() {
    if (this.error) this.renderRoot.querySelector('.error')?.scrollIntoView({ block: 'nearest' });
  }

  protected override render() {
    const close = this.i18n.t('close');
    return html`<dialog aria-labelledby="title" @close=${this.#onClose}>
      <div class="head">
        <h2 id="title">${this.heading}</h2>
        <button class="icon-button" type="button" aria-label=${close} title=${close} @click=${this.close}>
          ${icon('close', 18)}
        </button>
      </div>
      <div class="scroller">
        <slot></slot>
        <p class="error" role="alert">
          ${this.error ? html`${icon('alert', 14)}<span>${this.error}</span>` : nothing}
        </p>
      </div>
      <div class="foot"><slot name="actions"></slot></div>
    </dialog>`;
  }

  #onClose() {
    this.dispatchEvent(new Event('dialog-close'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ethora-dialog': EthoraDialog;
  }
}
