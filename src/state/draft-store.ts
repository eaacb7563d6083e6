import { atom } from 'nanostores';
import { readonlyStore } from './readonly.js';

/** What the user has begun to write, by room JID. */
export function createDraftStore() {
  const $drafts = atom(empty());
  return {
    $drafts: readonlyStore($drafts),
    get(roomJid: string): string {
      return $drafts.get()[roomJid] ?? '';
    },
    set(roomJid: string, text: string) {
      $drafts.set(Object.assign(empty(), $drafts.get(), { [roomJid]: text }));
    },
    clear() {
      $drafts.set(empty());
    },
  };
}
export type DraftStore = ReturnType<typeof createDraftStore>;

/** Without a prototype, so that no JID means something of its own. */
function empty(): Readonly<Record<string, string>> {
  return Object.create(null) as Record<string, string>;
}
