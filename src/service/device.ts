/** This browser, as the server of an account knows it again: by an id, and a token that stands for the password (XEP-0484). */
import { randomId } from '../domain/ids.js';
import type { FastToken } from '../protocol/fast.js';

/** What is kept of it. */
export interface DeviceRecord {
  readonly id: string;
  readonly token?: FastToken;
}

export function isDeviceRecord(value: unknown): value is DeviceRecord {
  const { id, token } = (value ?? {}) as Partial<Record<keyof DeviceRecord, unknown>>;
  const { secret } = (token ?? { secret: '' }) as Partial<Record<keyof FastToken, unknown>>;
  return typeof id === 'string' && typeof secret === 'string';
}

export class Device {
  readonly id: string;
  readonly #onChange: () => void;
  #token: FastToken | undefined;

  constructor({ id, token }: DeviceRecord = { id: randomId() }, onChange: () => void = () => undefined) {
    this.id = id;
    this.#token = token;
    this.#onChange = onChange;
  }

  /** Undefined when there is none, or it has expired. */
  get token(): FastToken | undefined {
    const { expires = Infinity } = this.#token ?? {};
    return Date.now() < expires ? this.#token : undefined;
  }

  set token(token: FastToken | undefined) {
    this.#token = token;
    this.#onChange();
  }

  get record(): DeviceRecord {
    return { id: this.id, ...(this.#token && { token: this.#token }) };
  }
}
