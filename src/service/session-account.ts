/** Whose chat this is, and what this browser keeps of them: shown before the login to those who prove that it is theirs. */
import {
  deleteAccountDatabase,
  hasAccountDatabase,
  ignore,
  type AccountDatabase,
} from '../storage/account-database.js';
import { AccountData } from './account-data.js';
import { fitsProof, makeProof } from './account-proof.js';

/** Somebody who signs in. */
export interface Identity {
  /** Bare JID. */
  readonly account: string;
  /** What they claim to be it with. Absent when it is proven: by the API, or by a login that this browser remembers. */
  readonly password?: string;
}

export interface SessionAccountContext {
  /** It is this account; what is kept of it can be shown. Resolves when that is done. */
  restore(data: AccountData): Promise<void>;
  /** Somebody else than before signs in: nothing of the former may be seen any more. */
  onOther(): void;
  /** What is kept is on the disk; nothing more is. */
  onClosed(): void;
  /** See `AccountDataHandlers`. */
  onFull(database: AccountDatabase): Promise<boolean>;
  onFailure(): void;
}

/** Where the proof is among the single values. */
const PROOF = 'proof';

export class SessionAccount {
  readonly #context: SessionAccountContext;
  #account = '';
  #data: AccountData | undefined;
  /** What is being opened is of no use when this has changed meanwhile. */
  #turn = 0;
  #proving: Promise<void> | undefined;
  #admitted = false;

  constructor(context: SessionAccountContext) {
    this.#context = context;
  }

  /** Undefined while nobody is known, and for visitors without an account. */
  get data(): AccountData | undefined {
    return this.#data;
  }

  /** Somebody is about to sign in. */
  async recognize(identity: Identity): Promise<void> {
    await this.#turnTo(identity.account);
    if (!this.#data && (await hasAccountDatabase(identity.account))) await this.#open(identity);
  }

  /** The server has let them in. */
  async admit({ account, password }: Identity): Promise<void> {
    await this.#turnTo(account);
    this.#admitted = true;
    if (!this.#data) {
      const kept = await hasAccountDatabase(account);
      const opened = this.#open({ account });
      // The first visit has nothing to wait for.
      if (kept) await opened;
    }
    if (password !== undefined && this.#data) this.#proving = prove(this.#data, password);
  }

  /** The server does not let them in. Where it never has, what was shown in good faith goes. */
  async refuse(): Promise<void> {
    if (!this.#admitted) await this.#turnTo('');
  }

  /** Writes down what there is, for another page to read. False when that cannot be. */
  async keep(): Promise<boolean> {
    // Who comes has to prove that they may read it.
    await this.#proving;
    this.#data?.changed();
    await this.#data?.flush();
    return this.#data?.keeps === true;
  }

  /** A visitor without an account: nothing is kept. */
  async leave(): Promise<void> {
    await this.#turnTo('');
  }

  /** Writes what is left, and lets go until the next login. */
  async close(): Promise<void> {
    const data = this.#data;
    this.#forget();
    // Whoever closes the page of their first visit finds it on the second.
    await this.#proving;
    await data?.close();
    this.#context.onClosed();
  }

  /** Forgets the account, and `remembered`, on this device. */
  async wipe(remembered: string): Promise<void> {
    const data = this.#data;
    const accounts = new Set([this.#account, remembered]);
    this.#forget();
    this.#account = '';
    this.#admitted = false;
    await data?.wipe();
    this.#context.onClosed();
    for (const account of accounts) if (account && account !== data?.account) await deleteAccountDatabase(account);
  }

  async #turnTo(account: string): Promise<void> {
    if (account === this.#account) return;
    const isOther = this.#account !== '';
    await this.close();
    this.#account = account;
    this.#admitted = false;
    if (isOther) this.#context.onOther();
  }

  async #open({ account, password }: Identity): Promise<void> {
    const turn = (this.#turn += 1);
    const data = new AccountData(account, {
      onFull: (database) => this.#context.onFull(database),
      onFailure: () => {
        this.#context.onFailure();
      },
    });
    const proof = password === undefined ? undefined : await data.read((database) => database.get('values', PROOF));
    const isTheirs = password === undefined || (await fitsProof(password, proof));
    if (turn !== this.#turn || !isTheirs) {
      await data.close();
      return;
    }
    this.#data = data;
    await this.#context.restore(data);
  }

  #forget() {
    this.#turn += 1;
    this.#data = undefined;
  }
}

/** From now on this password shows what is kept. */
async function prove(data: AccountData, password: string): Promise<void> {
  const before = await data.read((database) => database.get('values', PROOF));
  if (await fitsProof(password, before)) return;
  const proof = await makeProof(password);
  if (!proof) return;
  const stop = data.contribute((transaction) => {
    ignore(transaction.objectStore('values').put(proof, PROOF));
    return () => {
      stop();
    };
  });
  data.changed();
}
