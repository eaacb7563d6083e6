/** A session without a server: the real stores behind the `ChatService` interface, and a record of what was asked for. */
import type { ChatService, RoomAdministration, RoomSession } from '../../src/context.js';
import type { Message } from '../../src/domain/message.js';
import type { Room } from '../../src/domain/room.js';
import type { SessionEventMap } from '../../src/domain/session-events.js';
import { createConnectionStore } from '../../src/state/connection-store.js';
import { createDraftStore } from '../../src/state/draft-store.js';
import { createInvitationStore } from '../../src/state/invitation-store.js';
import { createMemberStore } from '../../src/state/member-store.js';
import { createOccupantStore } from '../../src/state/occupant-store.js';
import { createRoomStore } from '../../src/state/room-store.js';
import { createTimelineStore } from '../../src/state/timeline-store.js';
import { createUploadStore } from '../../src/state/upload-store.js';

/** One call of an action: its name and what it was given. */
export type Call = readonly [name: string, ...values: unknown[]];

type Listeners = { [Name in keyof SessionEventMap]?: Set<(event: SessionEventMap[Name]) => void> };

/** A room to test with; `change` overrides what is given here. */
export function makeRoom(change: Partial<Room> = {}): Room {
  return {
    jid: 'launch@conference.example.org',
    name: 'Launch week',
    direct: false,
    unread: 0,
    presence: 'joined',
    ...change,
  };
}

let made = 0;

/** A message of Maya to test with, each with a key of its own; `change` overrides what is given here. */
export function makeMessage(change: Partial<Message> & { readonly from?: string } = {}): Message {
  made += 1;
  const { from = 'Maya Lindqvist', ...rest } = change;
  const id = `${from.split(' ')[0]?.toLowerCase() ?? ''}@example.org`;
  return {
    key: `m${made}`,
    roomJid: 'launch@conference.example.org',
    archiveId: `archive-${made}`,
    clientId: `client-${made}`,
    kind: 'text',
    author: { id, nick: from, name: from },
    own: false,
    body: `Message ${made}`,
    time: Date.UTC(2026, 9, 13, 9, 41),
    ...rest,
  };
}

/** Online, without a room; put some into `rooms`. */
export function createStoreSession() {
  const connection = createConnectionStore();
  const rooms = createRoomStore();
  const drafts = createDraftStore();
  const uploads = createUploadStore();
  const timelines = new Map<string, ReturnType<typeof createTimelineStore>>();
  const sessions = new Map<string, RoomSession>();
  const calls: Call[] = [];
  const listeners: Listeners = {};
  const hooks: {
    loadOlder?: (jid: string) => Promise<void>;
    fillGap?: (key: string, forth: boolean) => Promise<void>;
    jumpToDate?: (date: Date) => Promise<Message | undefined>;
    showing?: (jids: readonly string[]) => void;
  } = {};
  connection.set({ status: 'online', attempt: 0 });

  const timeline = (jid: string) => {
    let found = timelines.get(jid);
    if (!found) timelines.set(jid, (found = createTimelineStore()));
    return found;
  };
  const record =
    (name: string) =>
    (...values: unknown[]) => {
      calls.push([name, ...values]);
    };

  const recordAsync =
    (name: string) =>
    async (...values: unknown[]) => {
      calls.push([name, ...values]);
    };

  const chat: ChatService = {
    connection,
    rooms,
    drafts,
    uploads,
    admin: createAdminRecord(recordAsync),
    room(jid) {
      let found = sessions.get(jid);
      if (found) return found;
      const occupants = createOccupantStore();
      found = { jid, timeline: timeline(jid), occupants, members: createMemberStore(occupants.$byNick) };
      sessions.set(jid, found);
      return found;
    },
    async connect() {
      calls.push(['connect']);
    },
    async disconnect() {
      calls.push(['disconnect']);
    },
    async logout() {
      calls.push(['logout']);
    },
    ready: Promise.resolve(),
    openRoom(jid) {
      calls.push(['openRoom', jid]);
      rooms.setActive(jid);
    },
    showing(jids) {
      hooks.showing?.(jids);
    },
    async reloadRooms() {
      calls.push(['reloadRooms']);
    },
    rejoin: record('rejoin'),
    async loadOlder(jid) {
      calls.push(['loadOlder', jid]);
      await hooks.loadOlder?.(jid);
    },
    async fillGap(jid, key, forth = false) {
      calls.push(['fillGap', jid, key, forth]);
      await hooks.fillGap?.(key, forth);
    },
    async jumpToDate(jid, date) {
      calls.push(['jumpToDate', jid, date]);
      return hooks.jumpToDate?.(date);
    },
    markRead: record('markRead'),
    send(text, jid) {
      calls.push(['send', text, jid]);
      const roomJid = jid ?? rooms.$active.get();
      if (roomJid === undefined || !text.trim()) return undefined;
      const { archiveId: _, ...rest } = makeMessage({
        from: 'Elena Marsh',
        roomJid,
        own: true,
        body: text,
        status: 'pending',
      });
      const message: Message = rest;
      timeline(roomJid).setOutgoing([...timeline(roomJid).$outgoing.get(), message]);
      return message;
    },
    setTyping: record('setTyping'),
    stageFiles: record('stageFiles'),
    unstageFile: record('unstageFile'),
    sendFiles(files, jid) {
      calls.push(['sendFiles', files, jid]);
      return [];
    },
    retry: record('retry'),
    discard: record('discard'),
    setDraft(jid, text) {
      drafts.set(jid, text);
    },
    on(name, callback) {
      const set = ((listeners[name] as Set<typeof callback> | undefined) ??= new Set() as never);
      set.add(callback);
      return () => set.delete(callback);
    },
  };

  return {
    chat,
    connection,
    rooms,
    drafts,
    uploads,
    /** The timeline that the room's pane follows, to write to. */
    timeline,
    /** Every action that was asked for, in order. */
    calls,
    /** What actions do besides being recorded. */
    hooks,
    /** Reports to those who listen. */
    emit<Name extends keyof SessionEventMap>(name: Name, event: SessionEventMap[Name]) {
      (listeners[name] as Set<(event: SessionEventMap[Name]) => void> | undefined)?.forEach((callback) =>
        callback(event),
      );
    },
  };
}
function createAdminRecord(record: (name: string) => (...values: unknown[]) => Promise<void>): RoomAdministration {
  return {
    invitations: createInvitationStore(),
    create: async (wanted) => {
      await record('create')(wanted);
      return 'made@conference.example.org';
    },
    settings: async () => ({}),
    saveSettings: record('saveSettings'),
    takesPicture: () => Promise.resolve(false),
    setPicture: record('setPicture'),
    loadMembers: record('loadMembers'),
    invite: record('invite'),
    accept: record('accept'),
    decline: (...values) => void record('decline')(...values),
    setAffiliation: record('setAffiliation'),
    kick: record('kick'),
    ban: record('ban'),
    unban: record('unban'),
    leave: record('leave'),
    destroy: record('destroy'),
  };
}

export type StoreSession = ReturnType<typeof createStoreSession>;
