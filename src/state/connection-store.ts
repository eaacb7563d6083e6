import { atom } from 'nanostores';
import type { ConnectionState } from '../domain/connection.js';
import { readonlyStore } from './readonly.js';

/** The connection of one session. */
export function createConnectionStore() {
  const $state = atom<ConnectionState>({ status: 'offline', reason: 'idle', attempt: 0 });
  const $jid = atom<string>('');
  const $name = atom<string | undefined>(undefined);
  return {
    /** Status, reason, and the next attempt. */
    $state: readonlyStore($state),
    /** Own bare JID; empty until first signed in. */
    $jid: readonlyStore($jid),
    /** The name on the user's own card, under which messages go out; undefined while unknown, or when there is none. */
    $name: readonlyStore($name),
    set(state: ConnectionState) {
      $state.set(state);
    },
    setName(name: string | undefined) {
      $name.set(name);
    },
    setJid(jid: string) {
      $jid.set(jid);
    },
  };
}
export type ConnectionStore = ReturnType<typeof createConnectionStore>;
