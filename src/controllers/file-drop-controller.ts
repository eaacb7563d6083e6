import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Takes files that are dropped on the host. What else is dragged, such as a text, is left alone. */
export class FileDropController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #accepts: () => boolean;
  readonly #take: (files: readonly File[]) => void;
  /** Elements inside the host that the pointer has entered and not left. */
  #depth = 0;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    accepts: () => boolean,
    take: (files: readonly File[]) => void,
  ) {
    this.#host = host;
    this.#accepts = accepts;
    this.#take = take;
    host.addController(this);
  }

  /** True while files are held over the host. */
  get over(): boolean {
    return this.#depth > 0;
  }

  hostConnected() {
    for (const name of EVENTS) this.#host.addEventListener(name, this.#handle);
  }

  hostDisconnected() {
    for (const name of EVENTS) this.#host.removeEventListener(name, this.#handle);
    this.#depth = 0;
  }

  readonly #handle = (event: DragEvent) => {
    const { type, dataTransfer } = event;
    if (!dataTransfer?.types.includes('Files') || !this.#accepts()) return;
    event.preventDefault();
    if (type === 'dragover') {
      dataTransfer.dropEffect = 'copy';
      return;
    }
    if (type === 'drop') this.#take(Array.from(dataTransfer.files));
    this.#depth = type === 'drop' ? 0 : Math.max(0, this.#depth + (type === 'dragenter' ? 1 : -1));
    this.#host.requestUpdate();
  };
}

const EVENTS = ['dragenter', 'dragover', 'dragleave', 'drop'] as const;
