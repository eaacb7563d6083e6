import type { ConnectionReason, ConnectionState } from '../../domain/connection.js';
import type { RoomListStatus } from '../../state/room-store.js';

/** What the element as a whole shows. */
export type View = 'login' | 'chat' | { readonly problem: ConnectionReason };

/** What that depends on. */
export interface Situation {
  readonly hasSession: boolean;
  readonly hasService: boolean;
  readonly connection: ConnectionState | undefined;
  readonly listStatus: RoomListStatus | undefined;
  /** Whether the credentials come from the login form, and whether they have worked. */
  readonly typed: 'tried' | 'accepted' | undefined;
}

/** Once there are rooms to see they stay, whatever happens to the connection. */
export function viewOf({ hasSession, hasService, connection, listStatus, typed }: Situation): View {
  if (!hasSession) return hasService ? 'login' : { problem: 'invalid-service' };
  const { status, reason } = connection ?? {};
  if (typed === 'tried' && status !== 'online') return 'login';
  if (reason === 'logged-out') return { problem: reason };
  if (status === 'error' && listStatus !== 'ready') return { problem: reason ?? 'lost' };
  return 'chat';
}
