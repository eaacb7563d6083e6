import { css, html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { I18n } from '../../i18n/index.js';
import { icon } from './icon.js';

/** Where a person chooses a picture: shown at once, and not sent before the form is. */
export class PictureField {
  /** What was chosen: null to take the picture away, undefined to leave it. */
  chosen: File | null | undefined;
  readonly #host: LitElement;
  #url = '';

  constructor(host: LitElement) {
    this.#host = host;
    host.addController({
      hostDisconnected: () => {
        this.#choose(undefined);
      },
    });
  }

  /** `picture`: URL of the one that is there. `beside`: the field that stands beside it, alone where no picture is taken. */
  render(takes: boolean, picture: string | undefined, beside: unknown, { t }: I18n): TemplateResult {
    const url = this.chosen === undefined ? picture : this.#url;
    const label = t('choosePicture');
    return html`<div class="picture">
        <div>${beside}</div>
        ${
          takes
            ? html`<button type="button" class="tile" aria-label=${label} title=${label} @click=${this.#open}>
                  ${url ? html`<img alt="" src=${url} />` : icon('image')}</button
                ><input type="file" accept="image/*" hidden @change=${this.#onChange} />`
            : nothing
        }
      </div>
      ${
        url
          ? html`<p class="hint">
              <button type="button" class="text-button" @click=${() => this.#choose(null)}>${t('removePicture')}</button>
            </p>`
          : nothing
      }`;
  }

  #choose(file: File | null | undefined) {
    URL.revokeObjectURL(this.#url);
    this.chosen = file;
    this.#url = file ? URL.createObjectURL(file) : '';
    this.#host.requestUpdate();
  }

  readonly #open = () => this.#host.renderRoot.querySelector<HTMLInputElement>('[type="file"]')?.click();

  readonly #onChange = ({ currentTarget }: Event) => {
    if (!(currentTarget instanceof HTMLInputElement)) return;
    const [file] = currentTarget.files ?? [];
    // The same file can be chosen again.
    currentTarget.value = '';
    if (file) this.#choose(file);
  };
}

export const pictureStyles = css`
  .picture {
    display: flex;
    align-items: end;
    gap: 16px;
  }
  .picture div {
    flex: 1;
    min-inline-size: 0;
  }
  .picture label {
    display: block;
  }
  /* As high as the label and the field, which one fills in first. */
  .picture .tile {
    order: -1;
    inline-size: 66px;
    block-size: 66px;
    margin: 0;
    overflow: hidden;
  }
  .picture img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
`;
