import type { ChatService } from '../../src/context.js';
import type { Message } from '../../src/domain/message.js';
import type { NewRoom } from '../../src/domain/new-room.js';
import type { Room } from '../../src/domain/room.js';
import type { OfferedSettings } from '../../src/domain/room-settings.js';
import type { SessionEventMap } from '../../src/domain/session-events.js';
import { createConnectionStore } from '../../src/state/connection-store.js';
import { createDraftStore } from '../../src/state/draft-store.js';
import { createInvitationStore } from '../../src/state/invitation-store.js';
import { createMemberStore } from '../../src/state/member-store.js';
import { createOccupantStore } from '../../src/state/occupant-store.js';
import { createRoomStore } from '../../src/state/room-store.js';
import { createTimelineStore } from '../../src/state/timeline-store.js';
import { createUploadStore } from '../../src/state/upload-store.js';

/** A session without a server: the real stores, which a test fills, and actions that are written down. */
export function createSessionFixture() {
  const connection = createConnectionStore();
  const rooms = createRoomStore();
  const drafts = createDraftStore();
  const uploads = createUploadStore();
  const calls: (readonly [string, ...unknown[]])[] = [];
  const opened = new Map<string, ReturnType<typeof createRoom>>();
  const listeners = new Map<string, Set<(event: never) => void>>();

  function createRoom(jid: string) {
    const occupants = createOccupantStore();
    return { jid, timeline: createTimelineStore(), occupants, members: createMemberStore(occupants.$byNick) };
  }
  function room(jid: string) {
    const known = opened.get(jid) ?? createRoom(jid);
    opened.set(jid, known);
    return known;
  }
  function note(name: string) {
    return (...values: unknown[]) => {
      calls.push([name, ...values]);
      return Promise.resolve();
    };
  }
  connection.set({ status: 'online', attempt: 0 });
  connection.setJid('elena@harbor.example');

  return {
    connection,
    rooms,
    drafts,
    uploads,
    room,
    admin: createAdminFixture(note),
    /** Every action that was called, with its values. */
    calls,
    ready: Promise.resolve(),
    connect: note('connect'),
    disconnect: note('disconnect'),
    logout: note('logout'),
    reloadRooms: note('reloadRooms'),
    showing: () => undefined,
    rejoin: (jid: string) => void note('rejoin')(jid),
    loadOlder: note('loadOlder'),
    fillGap: note('fillGap'),
    jumpToDate: async (jid: string, date: Date) => void calls.push(['jumpToDate', jid, date]),
    markRead: (jid: string) => void note('markRead')(jid),
    stageFiles: (files: readonly File[], jid?: string) => void note('stageFiles')(files, jid),
    unstageFile: (jid: string, id: string) => void note('unstageFile')(jid, id),
    sendFiles(files: readonly File[], jid?: string): readonly Message[] {
      calls.push(['sendFiles', files, jid]);
      return files.map((file) => messageOf({ body: file.name, own: true, status: 'pending' }));
    },
    retry: (jid: string, key: string) => void note('retry')(jid, key),
    discard: (jid: string, key: string) => void note('discard')(jid, key),
    openRoom(jid: string | undefined) {
      calls.push(['openRoom', jid]);
      rooms.setActive(jid);
    },
    send(text: string, roomJid = rooms.$active.get()): Message | undefined {
      calls.push(['send', text, roomJid]);
      return roomJid ? messageOf({ body: text, roomJid, own: true, status: 'pending' }) : undefined;
    },
    setTyping: (jid: string, typing: boolean) => void note('setTyping')(jid, typing),
    setDraft(jid: string, text: string) {
      drafts.set(jid, text);
    },
    on<Name extends keyof SessionEventMap>(name: Name, callback: (event: SessionEventMap[Name]) => void) {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(callback));
      return () => void known.delete(callback);
    },
    /** Reports something, as the session would. */
    emit<Name extends keyof SessionEventMap>(name: Name, event: SessionEventMap[Name]) {
      for (const listener of listeners.get(name) ?? []) listener(event as never);
    },
  } satisfies ChatService & Record<string, unknown>;
}
/** Writes down what was asked for; `refusal` is what the server says against the next one. */
function createAdminFixture(note: (name: string) => (...values: unknown[]) => Promise<void>) {
  const ask =
    (name: string) =>
    async (...values: unknown[]) => {
      await note(name)(...values);
      const { refusal } = admin;
      admin.refusal = undefined;
      if (refusal) throw refusal;
    };
  const admin = {
    invitations: createInvitationStore(),
    refusal: undefined as Error | undefined,
    offered: {} as OfferedSettings,
    async create(wanted: NewRoom) {
      await ask('create')(wanted);
      return 'made@conference.harbor.example';
    },
    async settings(roomJid: string) {
      await ask('settings')(roomJid);
      return admin.offered;
    },
    saveSettings: ask('saveSettings'),
    takesPictures: true,
    takesPicture: () => Promise.resolve(admin.takesPictures),
    setPicture: ask('setPicture'),
    loadMembers: ask('loadMembers'),
    invite: ask('invite'),
    accept: ask('accept'),
    decline: (...values: unknown[]) => void note('decline')(...values),
    setAffiliation: ask('setAffiliation'),
    kick: ask('kick'),
    ban: ask('ban'),
    unban: ask('unban'),
    leave: ask('leave'),
    destroy: ask('destroy'),
  };
  return admin;
}

export type SessionFixture = ReturnType<typeof createSessionFixture>;

export function roomOf(change: Partial<Room> & Pick<Room, 'name'>): Room {
  const jid = `${change.name.toLowerCase().replaceAll(' ', '-')}@conference.harbor.example`;
  return { jid, direct: false, unread: 0, presence: 'joined', ...change };
}

export function messageOf(change: Partial<Message>): Message {
  return {
    key: 'm1',
    roomJid: 'launch-week@conference.harbor.example',
    kind: 'text',
    author: { id: 'maya@harbor.example', nick: 'maya', name: 'Maya Lindqvist' },
    own: false,
    body: 'Morning all.',
    time: Date.UTC(2026, 9, 12, 9, 41),
    ...change,
  };
}
