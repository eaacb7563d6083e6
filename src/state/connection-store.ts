import { atom } from 'nanostores';
import type { ConnectionState } from '../domain/connection.js';
import { readonlyStore } from './readonly.js';

/** The connection of one session. */
export function createConnectionStore() {
  const $state = atom<ConnectionState>({ status: 'offline', reason: 'idle', attempt: 0 });
  const $jid = atom<string>('');
  return {
    /** Status, reason, and the next attempt. */
    $state: readonlyStore($state),
    /** Own bare JID; empty until first signed in. */
    $jid: readonlyStore($jid),
    set(state: ConnectionState) {
      $state.set(state);
    },
    setJid(jid: string) {
      $jid.set(jid);
    },
  };
}
export type ConnectionStore = ReturnType<typeof createConnectionStore>;
