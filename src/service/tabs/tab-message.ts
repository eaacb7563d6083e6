/** What the tabs of an account tell each other. */
import type { ConnectionState } from '../../domain/connection.js';

/** A stanza that a tab has written. */
export interface Outgoing {
  /** Whose it is. */
  readonly tab: string;
  /** Counts what this tab has written in this session, from 1. */
  readonly serial: number;
  readonly xml: string;
}

/** A session on the server as the tabs know it; with it, any of them can go on where another one has stopped. */
export interface SessionSnapshot {
  /** Its name among the tabs; a resumed stream keeps it. */
  readonly session: string;
  /** Own full JID. */
  readonly jid: string;
  /** Stanzas that have come. */
  readonly handled: number;
  /** Stanzas of ours that the server has. */
  readonly taken: number;
  /** Those that it may not have. */
  readonly queue: readonly Outgoing[];
  /** The last serial of each tab. */
  readonly serials: ReadonlyMap<string, number>;
  /** Names the stream to the server; undefined where it cannot go on (XEP-0198). */
  readonly stream: string | undefined;
  /** Until when what was said in an earlier one may still come to a room, ms since the epoch. */
  readonly settlesAt: number;
}

/** Into a session. */
export interface Invitation {
  readonly snapshot: SessionSnapshot;
  /** What came before is written down, so that the tab finds it in the storage. */
  readonly kept: boolean;
}

/** What happens in a session. Numbered, so that it counts once, in order, and whoever says it. */
export type SessionNews =
  /** A stanza has come. */
  | { readonly type: 'in'; readonly number: number; readonly xml: string }
  /** A stanza goes out. Without a number it does not: it was needless. */
  | { readonly type: 'out'; readonly number?: number; readonly stanza: Outgoing }
  /** The server has as many stanzas of ours. */
  | { readonly type: 'taken'; readonly count: number }
  /** The server calls the stream so from now on. */
  | { readonly type: 'stream'; readonly stream: string }
  /** The leader shall write this. */
  | { readonly type: 'write'; readonly stanza: Outgoing };

export type TabNews =
  | (SessionNews & { readonly session: string })
  /** Is there a leader? */
  | { readonly type: 'hello' }
  /** The leader lets a tab in. */
  | ({ readonly type: 'welcome'; readonly to: string } & Invitation)
  /** This tab leads, and this is how its connection is. `session`: while it is online. */
  | { readonly type: 'lead'; readonly state: ConnectionState; readonly session?: string }
  /** The leader shall see whether the server lives. */
  | { readonly type: 'check' }
  /** The user has logged out. */
  | { readonly type: 'logout' };

export type TabMessage = TabNews & {
  /** Who says it. */
  readonly tab: string;
};

export type SessionMessage = Extract<TabMessage, SessionNews>;
