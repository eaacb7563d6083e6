/**
 * Hands the stream of an account from page to page: what it takes to go on with it is kept together with what its stanzas have
 * changed, so that the next page, even after a crash, misses nothing.
 */
import { ignore, type AccountTransaction } from '../storage/account-database.js';
import { parseElement } from '../protocol/xml-parser.js';
import { LocalEntries } from '../storage/local-entries.js';
import { isStreamRecord } from '../storage/records.js';
import type { Element } from '../protocol/xml.js';
import type { AccountData } from './account-data.js';
import { Device, isDeviceRecord } from './device.js';
import type { SessionSnapshot } from './tabs/tab-message.js';
import type { LoginContext } from './transport.js';
import { StreamManager, type StreamManagerHandlers } from './stream-manager.js';

const DEVICE = 'device';
const STREAM = 'stream';

/**
 * By account: the stream whose record keeps up with what the server was told. Where nothing could be written any more, the record
 * is there still, and behind.
 */
const VALID = new LocalEntries('ethora-chat:stream:', () => undefined);

/** No page goes on with the stream of this account any more. */
export function wipeStream(account: string) {
  VALID.remove(account);
}

export class StreamKeeper {
  readonly #handlers: StreamManagerHandlers;
  #account: string | undefined;
  #device = new Device();
  #manager: StreamManager | undefined;
  /** What the stream is kept in; undefined while nothing is. */
  #data: AccountData | undefined;
  #stop: (() => void) | undefined;

  /** `onTaken`: see `StreamManagerHandlers`. */
  constructor(onTaken: (stanza: Element) => void) {
    this.#handlers = { onTaken, onAsked: () => this.ask() };
  }

  /** The stream that goes on, or may go on. */
  get manager(): StreamManager | undefined {
    return this.#manager;
  }

  /**
   * Somebody is about to sign in. `data`: what is kept of them, as far as that is known already. `session`: what another page has
   * told of theirs; it is newer.
   */
  async open(
    account: string | undefined,
    data: AccountData | undefined,
    session?: SessionSnapshot,
  ): Promise<LoginContext> {
    if (account !== this.#account) this.close();
    this.#account = account;
    if (data && data !== this.#data) await this.#read(data);
    if (session) this.#manager = this.#isBehind(session) ? undefined : this.#goOnWith(session);
    return { device: this.#device, earlier: this.#manager };
  }

  /** They are signed in. From now on what goes on is kept. */
  keep(data: AccountData | undefined, manager: StreamManager | undefined) {
    this.#manager = manager;
    if (data && data !== this.#data) this.#use(data);
    data?.changed();
  }

  /** The server asks how far we are. True when that is told as soon as it is stored. */
  ask(): boolean {
    if (!this.#data?.keeps) return false;
    this.#data.changed();
    return true;
  }

  /** Nothing can be kept any more. */
  fail() {
    if (this.#account) wipeStream(this.#account);
    this.#manager?.stored();
  }

  /** The stream has ended: whoever comes next begins with a new one. */
  forget() {
    this.#manager = undefined;
    this.#data?.changed();
  }

  /** Knows nothing any more. */
  close() {
    this.#drop();
    this.#account = undefined;
    this.#device = new Device();
    this.#manager = undefined;
  }

  /** Where the server was told of more than this page has heard, it does not say that again. */
  #isBehind({ stream, handled }: SessionSnapshot): boolean {
    const kept = this.#manager?.earlier;
    return kept !== undefined && kept.id === stream && kept.handled > handled;
  }

  #goOnWith({ stream, queue, ...session }: SessionSnapshot): StreamManager {
    const stanzas = queue.flatMap(({ xml }) => parseElement(xml) ?? []);
    const known = this.#manager?.record;
    // Since when the connection is lost, and how long that may last, is known to the page that had it.
    const lost = known && known.id === stream ? { max: known.max, at: known.at } : {};
    const beginning = { ...session, ...(stream && { id: stream }), ...lost, queue: stanzas };
    return new StreamManager(beginning, this.#handlers);
  }

  #use(data: AccountData) {
    this.#drop();
    this.#data = data;
    this.#stop = data.contribute(this.#contribute);
  }

  #drop() {
    this.#stop?.();
    this.#stop = undefined;
    this.#data = undefined;
  }

  async #read(data: AccountData): Promise<void> {
    const [device, stream] =
      (await data.read((database) => Promise.all([database.get('values', DEVICE), database.get('values', STREAM)]))) ??
      [];
    if (isDeviceRecord(device)) {
      this.#device = new Device(device, () => {
        data.changed();
      });
    }
    if (isStreamRecord(stream) && VALID.get(data.account) === stream.id)
      this.#manager = new StreamManager(stream, this.#handlers);
    this.#use(data);
  }

  readonly #contribute = (transaction: AccountTransaction) => {
    const values = transaction.objectStore('values');
    const manager = this.#manager;
    const record = manager?.record;
    if (record && this.#account) VALID.set(this.#account, record.id);
    ignore(values.put(this.#device.record, DEVICE));
    ignore(record ? values.put(record, STREAM) : values.delete(STREAM));
    return () => {
      if (record) manager.stored(record.handled);
    };
  };
}
