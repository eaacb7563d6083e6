import { html, nothing, type LitElement, type ReactiveController } from 'lit';
import type { Attachment } from '../../domain/attachment.js';
import type { Message } from '../../domain/message.js';
import { formatFull } from '../../i18n/format.js';
import type { I18n } from '../../i18n/index.js';
import { downloadLink } from '../parts/file.js';
import { icon } from '../parts/icon.js';
import type { MediaHandlers } from './message-media.js';

/** A picture that is looked at. */
interface Viewed {
  readonly message: Message;
  readonly attachment: Attachment;
}

/** Opens pictures, lets one film or sound play at a time, and knows what could not be loaded. */
export class MediaController implements ReactiveController, MediaHandlers {
  readonly #host: LitElement;
  readonly #messageOf: (key: string) => Message | undefined;
  #broken = new Set<string>();
  #viewed: Viewed | undefined;

  constructor(host: LitElement, messageOf: (key: string) => Message | undefined) {
    this.#host = host;
    this.#messageOf = messageOf;
    host.addController(this);
  }

  get broken(): ReadonlySet<string> {
    return this.#broken;
  }

  /** A dialog becomes modal by being told so; closing it gives the focus back. */
  hostUpdated() {
    const dialog = this.#viewed && this.#host.renderRoot.querySelector<HTMLDialogElement>('.lightbox');
    if (!dialog || dialog.open) return;
    dialog.addEventListener('click', dismiss);
    dialog.showModal();
    dialog.querySelector('button')?.focus();
  }

  hostDisconnected() {
    this.#viewed = undefined;
  }

  readonly open = (event: Event) => {
    const message = this.#messageOf(keyOf(event) ?? '');
    const attachment = message?.attachment;
    if (!attachment) return;
    this.#viewed = { message, attachment };
    this.#host.requestUpdate();
  };

  readonly play = ({ currentTarget }: Event) => {
    for (const player of this.#host.renderRoot.querySelectorAll<HTMLMediaElement>('video, audio')) {
      if (player !== currentTarget) player.pause();
    }
  };

  readonly fail = (event: Event) => {
    const key = keyOf(event);
    // The copy on this device goes away when the upload is done; that is no failure.
    const failed = event.currentTarget instanceof Element ? event.currentTarget.getAttribute('src') : null;
    if (key === undefined || this.#messageOf(key)?.attachment?.url !== failed) return;
    this.#broken = new Set(this.#broken).add(key);
    this.#host.requestUpdate();
  };

  /** The picture that is looked at, over the whole page. */
  render(i18n: I18n): unknown {
    if (!this.#viewed) return nothing;
    const { message, attachment } = this.#viewed;
    const { name, url } = attachment;
    const { t, locale } = i18n;
    return html`<dialog class="lightbox" part="lightbox" aria-label=${name} @close=${this.#close}>
      <div class="lightbox-bar">
        <p class="lightbox-title ellipsis">
          <bdi class="lightbox-author">${message.author.name}</bdi> ${formatFull(message.time, locale)}
        </p>
        ${downloadLink(attachment, i18n)}
        <button class="icon-button" type="button" aria-label=${t('close')} title=${t('close')} @click=${closeDialog}>
          ${icon('close')}
        </button>
      </div>
      <img alt=${name} referrerpolicy="no-referrer" src=${url} />
    </dialog>`;
  }

  readonly #close = () => {
    this.#viewed = undefined;
    this.#host.requestUpdate();
  };
}

function keyOf({ currentTarget }: Event): string | undefined {
  const row = currentTarget instanceof Element ? currentTarget.closest<HTMLElement>('[data-key]') : null;
  return row?.dataset.key;
}

function closeDialog({ currentTarget }: Event) {
  if (currentTarget instanceof Element) currentTarget.closest('dialog')?.close();
}

/** A press beside the picture. */
function dismiss({ target, currentTarget }: Event) {
  if (target === currentTarget && currentTarget instanceof HTMLDialogElement) currentTarget.close();
}
