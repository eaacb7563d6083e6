import { atom } from 'nanostores';
import type { StagedFile, UploadLimits } from '../domain/upload.js';
import { readonlyStore } from './readonly.js';

/** Files that are chosen and not sent, by room JID; and whether files can be sent at all. */
export function createUploadStore() {
  const $limits = atom<UploadLimits | undefined>(undefined);
  const $staged = atom<ReadonlyMap<string, readonly StagedFile[]>>(new Map());
  return {
    /** Undefined until the server is known to take files. */
    $limits: readonlyStore($limits),
    $staged: readonlyStore($staged),

    get(roomJid: string): readonly StagedFile[] {
      return $staged.get().get(roomJid) ?? [];
    },
    setLimits(limits: UploadLimits | undefined) {
      $limits.set(limits);
    },
    setStaged(roomJid: string, files: readonly StagedFile[]) {
      const next = new Map($staged.get());
      if (files.length > 0) next.set(roomJid, files);
      else next.delete(roomJid);
      $staged.set(next);
    },
    clear() {
      $limits.set(undefined);
      $staged.set(new Map());
    },
  };
}
export type UploadStore = ReturnType<typeof createUploadStore>;
