/**
 * Hands the stream of an account from page to page: what it takes to go on with it is kept together with what its stanzas have
 * changed, so that the next page, even after a crash, misses nothing.
 */
import { randomId } from '../domain/ids.js';
import { ignore, type AccountTransaction } from '../storage/account-database.js';
import { isStreamRecord } from '../storage/records.js';
import type { Element } from '../protocol/xml.js';
import type { AccountData } from './account-data.js';
import { Device, isDeviceRecord } from './device.js';
import { StreamManager, type StreamManagerHandlers } from './stream-manager.js';

/** How long the page before this one has to let go of the stream, ms; then it is another tab, which lives. */
const PATIENCE_MS = 300;

const DEVICE = 'device';
const STREAM = 'stream';

/** What a login begins with. */
export interface OpenedStream {
  readonly device: Device;
  /** The stream that is to go on: of this page, or of the one before it. */
  readonly earlier: StreamManager | undefined;
  /** Another page of this browser has the account's stream. */
  readonly shared: boolean;
}

export class StreamKeeper {
  /** Name of this page in what it writes. */
  readonly #page = randomId();
  readonly #handlers: StreamManagerHandlers;
  #account: string | undefined;
  #device = new Device();
  #manager: StreamManager | undefined;
  /** What the stream is kept in; undefined while nothing is. */
  #data: AccountData | undefined;
  #stop: (() => void) | undefined;
  #release: (() => void) | undefined;

  /** `onTaken`: see `StreamManagerHandlers`. */
  constructor(onTaken: (stanza: Element) => void) {
    this.#handlers = { onTaken, onAsked: () => this.ask() };
  }

  /** The stream that goes on, or may go on. */
  get manager(): StreamManager | undefined {
    return this.#manager;
  }

  /** Somebody is about to sign in. `data`: what is kept of them, as far as that is known already. */
  async open(account: string | undefined, data: AccountData | undefined): Promise<OpenedStream> {
    if (account !== this.#account) this.close();
    this.#account = account;
    const taken = data && data !== this.#data ? await this.#take(data) : undefined;
    // Later, this page knows better.
    if (data && taken === 'taken' && !this.#manager) await this.#read(data);
    return { device: this.#device, earlier: this.#manager, shared: taken === 'shared' };
  }

  /** They are signed in. From now on what goes on is kept, unless another page does so; false then. */
  async keep(data: AccountData | undefined, manager: StreamManager | undefined): Promise<boolean> {
    this.#manager = manager;
    const isShared = data !== undefined && data !== this.#data && (await this.#take(data)) === 'shared';
    data?.changed();
    return !isShared;
  }

  /** The server asks how far we are. True when that is told as soon as it is stored. */
  ask(): boolean {
    if (!this.#data?.keeps) return false;
    this.#data.changed();
    return true;
  }

  /** Nothing can be kept any more. */
  fail() {
    this.#manager?.stored();
  }

  /** The stream has ended: whoever comes next begins with a new one. */
  forget() {
    this.#manager = undefined;
    this.#data?.changed();
  }

  /** The page is being left; another one may go on from here. */
  release() {
    this.#release?.();
    this.#release = undefined;
  }

  /** The page is shown again. False when another one went on meanwhile. */
  async reclaim(): Promise<boolean> {
    const data = this.#data;
    if (!data || this.#release !== undefined) return true;
    this.#drop();
    if ((await this.#take(data)) !== 'taken') return false;
    const record = await data.read((database) => database.get('values', STREAM));
    return !isStreamRecord(record) || record.page === this.#page;
  }

  /** Knows nothing any more. */
  close() {
    this.#drop();
    this.#account = undefined;
    this.#device = new Device();
    this.#manager = undefined;
  }

  /** Becomes the one page that goes on with the account's stream. Without locks nobody can be sure of that. */
  async #take(data: AccountData): Promise<'taken' | 'shared' | 'alone'> {
    this.#drop();
    if (!('locks' in navigator)) return 'alone';
    this.#release = await takeLock(`ethora-chat:stream:${data.account}`);
    if (!this.#release) return 'shared';
    this.#data = data;
    this.#stop = data.contribute(this.#contribute);
    return 'taken';
  }

  #drop() {
    this.#stop?.();
    this.release();
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
    if (isStreamRecord(stream)) this.#manager = new StreamManager(stream, this.#handlers);
  }

  readonly #contribute = (transaction: AccountTransaction) => {
    const values = transaction.objectStore('values');
    const manager = this.#manager;
    const record = manager?.record;
    ignore(values.put(this.#device.record, DEVICE));
    ignore(record ? values.put({ ...record, page: this.#page }, STREAM) : values.delete(STREAM));
    return () => {
      if (record) manager.stored(record.handled);
    };
  };
}

/** Gives what releases it. Undefined when somebody else has it. */
function takeLock(name: string): Promise<(() => void) | undefined> {
  const taken = Promise.withResolvers<(() => void) | undefined>();
  const timeout = AbortSignal.timeout(PATIENCE_MS);
  navigator.locks
    .request(name, { signal: timeout }, () => {
      const released = Promise.withResolvers<void>();
      taken.resolve(released.resolve);
      return released.promise;
    })
    .catch(() => {
      taken.resolve(undefined);
    });
  return taken.promise;
}
