import type { UploadedFile } from '../domain/attachment.js';

/** What an upload reports to, and is stopped by. */
export interface UploadOptions {
  /** Bytes that are on their way or there. */
  readonly onProgress: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** Puts files where the others can get them; what can be told before is told before. */
export interface Uploader {
  /** Largest file that it takes, bytes; absent when it does not say. */
  readonly maxSize?: number;
  /**
   * @throws {UploadFailure} when the file was refused, or did not arrive.
   * @throws {NoAnswer} when the connection ended meanwhile.
   */
  upload(file: File, options: UploadOptions): Promise<UploadedFile>;
}

/** A file was refused, or did not arrive. */
export class UploadFailure extends Error {
  override readonly name = 'UploadFailure';
}
