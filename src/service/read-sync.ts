/** Agrees with the user's other devices on what was read: XEP-0490, and the map that Ethora's clients keep. */
import { buildChatjson, buildChatjsonRequest, parseChatjson } from '../protocol/chatjson.js';
import { buildDisplayedPublish, buildDisplayedRequest, parseDisplayedItems } from '../protocol/displayed-sync.js';
import type { IqCaller } from './iq.js';

/** Where other devices stopped reading a room; both may be known. */
export interface RemotePosition {
  readonly archiveId?: string;
  /** ms since the epoch. */
  readonly time?: number;
}

/** One for each connection. */
export class ReadSync {
  readonly #iq: IqCaller;
  readonly #positions: Promise<ReadonlyMap<string, string>>;
  readonly #times: Promise<ReadonlyMap<string, number> | undefined>;
  /** True until the server has refused to keep positions. */
  #keeps = true;

  /** Asks at once; nobody has to wait for it. */
  constructor(iq: IqCaller) {
    this.#iq = iq;
    this.#positions = iq.ask('get', buildDisplayedRequest()).then(parseDisplayedItems, () => new Map());
    this.#times = iq.ask('get', buildChatjsonRequest()).then(parseChatjson, () => undefined);
  }

  /** What other devices have said. */
  async of(roomJid: string): Promise<RemotePosition> {
    const archiveId = (await this.#positions).get(roomJid);
    const time = (await this.#times)?.get(roomJid);
    return { ...(archiveId && { archiveId }), ...(time !== undefined && { time }) };
  }

  /** Tells them. `time`: when the message was written, ms since the epoch. */
  async tell(roomJid: string, archiveId: string, time: number): Promise<void> {
    await Promise.all([this.#publish(roomJid, archiveId), this.#write(roomJid, time)]);
  }

  async #publish(roomJid: string, archiveId: string) {
    if (!this.#keeps) return;
    await this.#iq.ask('set', buildDisplayedPublish(roomJid, archiveId)).catch(() => {
      this.#keeps = false;
    });
  }

  /** Read, merged and written: another device may have written meanwhile. */
  async #write(roomJid: string, time: number) {
    // Only where Ethora's clients have begun it.
    if (!(await this.#times)) return;
    const answer = await this.#iq.ask('get', buildChatjsonRequest()).catch(() => undefined);
    const times = answer && parseChatjson(answer);
    if (!times || (times.get(roomJid) ?? 0) >= time) return;
    await this.#iq.ask('set', buildChatjson(times.set(roomJid, time))).catch(() => undefined);
  }
}
