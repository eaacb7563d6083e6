/** Files on their way into messages. */
import type { MediaKind } from './attachment.js';
import type { FileProblem } from './message.js';

/** What the server says of the files that it takes. */
export interface UploadLimits {
  /** Largest file, bytes; absent when it does not say. */
  readonly maxSize?: number;
}

/** A file that is chosen and not sent. */
export interface StagedFile {
  readonly id: string;
  readonly file: File;
  readonly kind: MediaKind;
  /** `blob:` URL of a picture. */
  readonly preview?: string;
  /** Why it cannot be sent. */
  readonly problem?: FileProblem;
}

/** Undefined when the file may be uploaded. */
export function fileProblem({ size }: Pick<File, 'size'>, limits: UploadLimits = {}): FileProblem | undefined {
  if (size === 0) return 'file-empty';
  return limits.maxSize !== undefined && size > limits.maxSize ? 'file-too-large' : undefined;
}
