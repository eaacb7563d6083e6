/** Says something to the other tabs of an account: all of this origin, be they of other windows or other widgets. */
import { randomId } from '../../domain/ids.js';
import type { TabMessage, TabNews } from './tab-message.js';

export class TabChannel {
  /** This tab's name among them. */
  readonly tab = randomId();
  readonly #name: string;
  readonly #onMessage: (message: TabMessage) => void;
  #channel: BroadcastChannel | undefined;
  #heard = false;

  constructor(name: string, onMessage: (message: TabMessage) => void) {
    this.#name = name;
    this.#onMessage = onMessage;
    this.open();
  }

  /** False as long as nobody else has said anything: then nobody has to be told. */
  get heard(): boolean {
    return this.#heard;
  }

  open() {
    const channel = (this.#channel = new BroadcastChannel(this.#name));
    channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
      this.#heard = true;
      if (channel === this.#channel) this.#onMessage(data);
    });
  }

  post(news: TabNews) {
    this.#channel?.postMessage({ ...news, tab: this.tab });
  }

  close() {
    this.#channel?.close();
    this.#channel = undefined;
  }
}
