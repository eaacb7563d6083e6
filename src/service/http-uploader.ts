/** Uploads to the server's own store (XEP-0363). */
import { sendUpload } from '../api/upload-request.js';
import type { UploadedFile } from '../domain/attachment.js';
import { buildDiscoInfo, buildDiscoItems, parseDiscoInfo, parseDiscoItems } from '../protocol/disco.js';
import { buildSlotRequest, parseSlot, parseUploadService, type UploadSlot } from '../protocol/http-upload.js';
import type { IqCaller } from './iq.js';
import { UploadFailure, type Uploader, type UploadOptions } from './uploader.js';

/** Where the server takes files. */
export interface UploadService {
  readonly jid: string;
  /** Largest file, bytes; absent when it does not say. */
  readonly maxSize?: number;
}

/** What the server offers. Undefined when that is nothing. */
export async function findUploadService(iq: IqCaller, domain: string): Promise<UploadService | undefined> {
  const { items } = await iq.ask('get', buildDiscoItems(), domain).then(parseDiscoItems, () => ({ items: [] }));
  const services = await Promise.all(
    [domain, ...items.map(({ jid }) => jid)].map(async (jid) => {
      const info = await iq.ask('get', buildDiscoInfo(), jid).then(parseDiscoInfo, () => undefined);
      const service = info && parseUploadService(info);
      return service && { jid, ...service };
    }),
  );
  return services.find((service) => service !== undefined);
}

export class HttpUploader implements Uploader {
  readonly maxSize?: number;
  readonly #iq: IqCaller;
  readonly #jid: string;

  constructor(iq: IqCaller, { jid, maxSize }: UploadService) {
    this.#iq = iq;
    this.#jid = jid;
    if (maxSize !== undefined) this.maxSize = maxSize;
  }

  async upload(file: File, options: UploadOptions): Promise<UploadedFile> {
    const slot = parseSlot(await this.#iq.ask('get', buildSlotRequest(file), this.#jid));
    if (!slot) throw new UploadFailure('The server named no address that is safe');
    await put(file, slot, options);
    return { url: slot.get };
  }
}

async function put(file: File, slot: UploadSlot, { onProgress, signal }: UploadOptions): Promise<void> {
  const headers = [...slot.headers].filter(([name]) => !FORBIDDEN.test(name));
  const answer = await sendUpload({
    method: 'PUT',
    url: slot.put,
    headers: file.type ? [['Content-Type', file.type], ...headers] : headers,
    body: file,
    onProgress,
    signal,
  });
  if (!answer) throw new UploadFailure('The server could not be reached');
  if (answer.status < 200 || answer.status >= 300) throw new UploadFailure(`The server answered ${answer.status}`);
}

/** Scripts may not set it; trying to is an error on the console. */
const FORBIDDEN = /^cookie$/i;
