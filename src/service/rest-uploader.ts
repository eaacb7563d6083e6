/** Uploads to Ethora's REST API. */
import type { ApiClient } from '../api/client.js';
import { uploadFile } from '../api/files.js';
import { ApiError } from '../api/http.js';
import { attachmentUrl, type UploadedFile } from '../domain/attachment.js';
import { UploadFailure, type Uploader, type UploadOptions } from './uploader.js';

export class RestUploader implements Uploader {
  readonly #client: ApiClient;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  async upload(file: File, { onProgress, signal }: UploadOptions): Promise<UploadedFile> {
    const kept = await uploadFile(this.#client, file, {
      onProgress: (part) => {
        onProgress(part * file.size);
      },
      signal,
    }).catch((error: unknown) => {
      throw error instanceof ApiError ? new UploadFailure(error.message) : error;
    });
    const url = attachmentUrl(kept.location);
    const preview = attachmentUrl(kept.locationPreview);
    if (!url) throw new UploadFailure('The API named no address that is safe');
    return {
      url,
      ...(preview && { preview }),
      ...(kept.fileName && { fileName: kept.fileName }),
      ...(kept.attachmentId && { attachmentId: kept.attachmentId }),
      ...(kept.duration !== undefined && { duration: kept.duration }),
    };
  }
}
