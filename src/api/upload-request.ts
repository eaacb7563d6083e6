/** A request with a body that may be large. Not by `fetch`, which does not tell how far it is. */

export interface UploadRequest {
  readonly method: 'PUT' | 'POST';
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: File | FormData;
  /** Called with the bytes that are sent, and with how many there are. */
  readonly onProgress: (sent: number, all: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Status and text of the answer. Undefined when there was none. An abort rejects with the signal's reason. */
export function sendUpload(upload: UploadRequest): Promise<{ status: number; text: string } | undefined> {
  const { method, url, headers, body, onProgress, signal } = upload;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open(method, url);
    for (const [name, value] of headers) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total);
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    request.onerror = () => resolve(undefined);
    request.onabort = () => reject(signal?.reason instanceof Error ? signal.reason : new Error('Aborted'));
    request.onloadend = () => signal?.removeEventListener('abort', abort);
    signal?.addEventListener('abort', abort);
    request.send(body);
  });
}
