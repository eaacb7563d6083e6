/** A session on a scripted server, in one room. */
import type { ChatService } from '../../src/context.js';
import { groupchat, roomRules } from './scripted-room.js';
import { loginRules, startScriptedServer, type Rule, type ScriptedServer } from './scripted-server.js';
import { entered, makeSession, shows } from './sessions.js';

export const ROOM = 'tea@conference.chat.test';
export const OWN_JID = 'alice@chat.test';

export interface ScriptedSession {
  readonly scripted: ScriptedServer;
  readonly session: ChatService;
  /** Resolves when everything that was pushed before has been taken in. */
  settled(): Promise<void>;
}

/** Signed in as alice and in the room, by rules that follow after `rules`. */
export async function startScriptedSession(rules: readonly Rule[] = []): Promise<ScriptedSession> {
  const all = [...rules, ...roomRules(ROOM, 'alice'), ...loginRules(`${OWN_JID}/tab`)];
  const scripted = await startScriptedServer(all);
  const credentials = { username: 'alice', password: 'secret' };
  const session = makeSession({ service: scripted.url, domain: 'chat.test', credentials });
  session.openRoom(ROOM);
  await session.connect();
  await entered(session, ROOM);
  let markers = 0;
  return {
    scripted,
    session,
    async settled() {
      markers += 1;
      const text = `marker ${markers}`;
      await scripted.push(groupchat(`${ROOM}/mark`, text, text));
      await shows(session, ROOM, text);
    },
  };
}
