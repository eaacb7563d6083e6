/** What a session has learned of its account and its server. A page that goes on with the session's stream need not ask again. */
import { ignore, type AccountTransaction } from '../storage/account-database.js';
import type { AccountData } from './account-data.js';
import type { UploadService } from './http-uploader.js';

const FACTS = 'facts';

interface Facts {
  /** As the user is called. */
  readonly name?: string;
  /** Null: there is none. */
  readonly upload?: UploadService | null;
  /** Whether all rooms have been asked for. */
  readonly listed?: boolean;
}

export class SessionFacts {
  #facts: Facts = {};
  #written: Facts | undefined;
  #data: AccountData | undefined;
  #stop: (() => void) | undefined;

  get name(): string | undefined {
    return this.#facts.name;
  }

  get upload(): UploadService | null | undefined {
    return this.#facts.upload;
  }

  get listed(): boolean {
    return this.#facts.listed === true;
  }

  learn(facts: Facts) {
    this.#facts = { ...this.#facts, ...facts };
    this.#data?.changed();
  }

  /** From now on this account is meant. Resolves when what is kept of it is here. */
  async use(data: AccountData): Promise<void> {
    this.leave();
    this.#data = data;
    this.#stop = data.contribute(this.#contribute);
    const kept = await data.read((database) => database.get('values', FACTS));
    if (data === this.#data && isFacts(kept)) this.#facts = { ...kept, ...this.#facts };
  }

  /** Another account, or none. */
  leave() {
    this.#stop?.();
    this.#data = undefined;
    this.#facts = {};
    this.#written = undefined;
  }

  readonly #contribute = (transaction: AccountTransaction) => {
    if (this.#facts === this.#written) return undefined;
    const facts = this.#facts;
    ignore(transaction.objectStore('values').put(facts, FACTS));
    return () => {
      this.#written = facts;
    };
  };
}

function isFacts(value: unknown): value is Facts {
  const { name, upload } = (value ?? {}) as Partial<Record<keyof Facts, unknown>>;
  const { jid } = (upload ?? { jid: '' }) as Partial<Record<keyof UploadService, unknown>>;
  return value !== undefined && (name === undefined || typeof name === 'string') && typeof jid === 'string';
}
