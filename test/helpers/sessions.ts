/** Sessions on the test server, closed after each test. */
import type { ChatService } from '../../src/context.js';
import type { Invitation } from '../../src/domain/invitation.js';
import type { Message } from '../../src/domain/message.js';
import { createChatSession } from '../../src/service/chat-session.js';
import type { SessionOptions } from '../../src/service/options.js';
import { reaches } from './follow.js';
import { server, type Account } from './server.js';

const open = new Set<ChatService>();

/** Makes a session that `closeSessions` closes. */
export function makeSession(options: SessionOptions): ChatService {
  const session = createChatSession(options);
  open.add(session);
  return session;
}

/** A session of this account on the test server, not connected yet. */
export async function sessionOf(account: Account, options: Partial<SessionOptions> = {}): Promise<ChatService> {
  const { service, domain, conference } = await server.start();
  return makeSession({ service, domain, conference, credentials: account, ...options });
}

/** A session that is online and has entered the room. */
export async function enterAs(account: Account, roomJid: string, options: Partial<SessionOptions> = {}) {
  const session = await sessionOf(account, options);
  session.openRoom(roomJid);
  await session.connect();
  await entered(session, roomJid);
  return session;
}

/** Resolves when the session is in the room with its newest messages. */
export async function entered(session: ChatService, roomJid: string): Promise<void> {
  await reaches(session.rooms.$byJid, (rooms) => rooms[roomJid]?.presence === 'joined');
  await reaches(session.room(roomJid).timeline.$status, (status) => status === 'ready' || status === 'complete');
  await reaches(session.room(roomJid).timeline.$catchingUp, (catchingUp) => !catchingUp);
}

/** Resolves with the messages when those with these bodies are in the room. */
export function shows(session: ChatService, roomJid: string, ...bodies: string[]): Promise<readonly Message[]> {
  return reaches(session.room(roomJid).timeline.$messages, (messages) => {
    const held = new Set(messages.map((message) => message.body));
    return bodies.every((body) => held.has(body));
  });
}

/** Resolves when the room has sent back everything that the session wrote. */
export async function allDelivered(session: ChatService, roomJid: string): Promise<void> {
  await reaches(session.room(roomJid).timeline.$outgoing, (outgoing) => outgoing.length === 0);
}

/** Resolves when the room has sent back these messages; files show when they are kept only. */
export async function delivered(session: ChatService, roomJid: string, written: readonly Message[]): Promise<void> {
  await reaches(session.room(roomJid).timeline.$messages, (messages) =>
    written.every(({ key }) => messages.some((message) => message.key === key && message.archiveId !== undefined)),
  );
}

/** The texts of a room, oldest first. */
export function bodies(session: ChatService, roomJid: string): string[] {
  return session
    .room(roomJid)
    .timeline.$messages.get()
    .map((message) => message.body);
}

/** Resolves with the invitation when somebody has invited the session into the room, through the room. */
export async function invited(session: ChatService, roomJid: string): Promise<Invitation | undefined> {
  const isIt = (one: Invitation) => one.roomJid === roomJid && one.mediated;
  return (await reaches(session.admin.invitations.$invitations, (all) => all.some(isIt))).find(isIt);
}

/** For `afterEach`. */
export async function closeSessions(): Promise<void> {
  await Promise.all([...open].map((session) => session.logout()));
  open.clear();
}
