/** Files that people send. */
import type { ApiClient } from './client.js';
import { ApiError, readAnswer, record, records, text } from './http.js';
import { unexpected } from './session.js';

/** A file that the API keeps. */
export interface ApiFile {
  readonly attachmentId: string;
  /** URL. */
  readonly location: string;
  /** URL of a smaller picture; empty when there is none. */
  readonly locationPreview: string;
  readonly mimetype: string;
  /** As the API calls it. */
  readonly fileName: string;
  /** As its owner calls it. */
  readonly originalName: string;
  /** In bytes; undefined when the API does not say. */
  readonly size?: number;
  /** In seconds. */
  readonly duration?: number;
}

export interface UploadOptions {
  /** Called with the part that is sent, from 0 to 1. */
  readonly onProgress?: (part: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Uploads one file.
 * @throws {ApiError} 413 when it is too large; status 0 when the API cannot be reached. An abort rejects with the signal's reason.
 */
export function uploadFile(client: ApiClient, file: File, options: UploadOptions = {}): Promise<ApiFile> {
  return client.withToken(async (token) => {
    const uploaded = parseFile(await send(`${client.base}/v1/files/`, token, file, options));
    if (!uploaded) throw unexpected();
    return uploaded;
  });
}

/** From the first of `results`, or from the answer itself; undefined when there is no address. */
export function parseFile(body: unknown): ApiFile | undefined {
  const [file = record(body)] = records(record(body).results);
  const { size, duration } = file;
  if (!text(file.location)) return undefined;
  return {
    attachmentId: text(file._id),
    location: text(file.location),
    locationPreview: text(file.locationPreview),
    mimetype: text(file.mimetype),
    fileName: text(file.filename),
    originalName: text(file.originalname) || text(file.filename),
    ...(typeof size === 'number' && { size }),
    ...(typeof duration === 'number' && { duration }),
  };
}

/** Not by `fetch`, which does not tell how far it is. */
function send(url: string, token: string, file: File, { onProgress, signal }: UploadOptions): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (reason: unknown) => {
      reject(reason instanceof Error ? reason : new Error('Upload failed'));
    };
    if (signal?.aborted) {
      fail(signal.reason);
      return;
    }
    const form = new FormData();
    form.append('files', file);
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open('POST', url);
    request.setRequestHeader('authorization', token);
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) onProgress?.(loaded / total);
    };
    request.onload = () => {
      try {
        resolve(readAnswer(request.status, request.responseText));
      } catch (error) {
        fail(error);
      }
    };
    request.onerror = () => fail(new ApiError(0, '', 'The upload broke off'));
    request.onabort = () => fail(signal?.reason);
    request.onloadend = () => signal?.removeEventListener('abort', abort);
    signal?.addEventListener('abort', abort);
    request.send(form);
  });
}
