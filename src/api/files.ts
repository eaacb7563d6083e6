/** Files that people send. */
import type { ApiClient } from './client.js';
import { ApiError, readAnswer, record, records, text } from './http.js';
import { unexpected } from './session.js';
import { sendUpload } from './upload-request.js';

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

async function send(url: string, token: string, file: File, options: UploadOptions): Promise<unknown> {
  const { onProgress, signal } = options;
  const body = new FormData();
  body.append('files', file);
  const answer = await sendUpload({
    method: 'POST',
    url,
    headers: [['authorization', token]],
    body,
    onProgress: (sent, all) => {
      if (all > 0) onProgress?.(sent / all);
    },
    signal,
  });
  if (!answer) throw new ApiError(0, '', 'The upload broke off');
  return readAnswer(answer.status, answer.text);
}
