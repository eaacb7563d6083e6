import { map } from 'nanostores';
import { readonlyStore } from './readonly.js';

/** What the user has begun to write, by room JID. */
export function createDraftStore() {
  const $drafts = map<Readonly<Record<string, string>>>({});
  return {
    $drafts: readonlyStore($drafts),
    get(roomJid: string): string {
      return $drafts.get()[roomJid] ?? '';
    },
    set(roomJid: string, text: string) {
      $drafts.setKey(roomJid, text);
    },
    clear() {
      $drafts.set({});
    },
  };
}
export type DraftStore = ReturnType<typeof createDraftStore>;
