import type { ConnectionReason, ConnectionStatus } from '../domain/connection.js';

/** What happened to the connection; `reason` is absent while it is online. */
export interface ConnectionChangeDetail {
  readonly status: ConnectionStatus;
  readonly reason?: ConnectionReason;
}

/** The connection to the server changed. */
export class ConnectionChangeEvent extends CustomEvent<ConnectionChangeDetail> {
  constructor(detail: ConnectionChangeDetail) {
    super('ethora-connection-change', { detail, bubbles: true, composed: true });
  }
}
declare global {
  interface GlobalEventHandlersEventMap {
    'ethora-connection-change': ConnectionChangeEvent;
  }
}
