/** Hands every stanza to the room that it is from. */
import { bareJid, jidResource, normalizeJid } from '../domain/jid.js';
import { parseDisplayed } from '../protocol/chat-markers.js';
import { parseChatState } from '../protocol/chat-states.js';
import { parseGroupchatMessage } from '../protocol/groupchat.js';
import { parseAffiliationChange } from '../protocol/muc-admin.js';
import { MucStatus, parseMucPresence, parseMucStatus } from '../protocol/muc.js';
import { parseStanzaError } from '../protocol/stanza-error.js';
import type { Element } from '../protocol/xml.js';
import type { RoomController } from './room-controller.js';

/** Rooms by their bare JID. Stanzas of anybody else are left alone: nobody asked them. */
export type Rooms = ReadonlyMap<string, RoomController>;

/** Presence or a message; answers to questions never come here, nor what comes out of an archive. */
export function routeStanza(stanza: Element, rooms: Rooms) {
  const room = rooms.get(bareJid(normalizeJid(stanza.attrs.from ?? '')));
  if (!room) return;
  if (stanza.getName() === 'presence') routePresence(stanza, room);
  else if (stanza.getName() === 'message') routeMessage(stanza, room);
}

/** The server has taken a stanza of ours. */
export function routeTaken({ attrs }: Element, rooms: Rooms) {
  if (attrs.type === 'groupchat' && attrs.to && attrs.id) rooms.get(attrs.to)?.outbox.handleTaken(attrs.id);
}

function routePresence(stanza: Element, { membership, members }: RoomController) {
  const error = parseStanzaError(stanza);
  const presence = parseMucPresence(stanza);
  if (error) membership.handleError(error);
  else if (presence) {
    membership.handlePresence(presence);
    const { jid, affiliation } = presence.occupant;
    if (jid) members.note({ jid, affiliation });
  }
}

function routeMessage(stanza: Element, room: RoomController) {
  const error = parseStanzaError(stanza);
  if (error) {
    // Only the room itself refuses a message; of an occupant it is a private matter.
    const fromRoom = !jidResource(stanza.attrs.from ?? '');
    if (stanza.attrs.id && fromRoom) room.outbox.handleError(stanza.attrs.id, error);
    return;
  }
  const changed = parseAffiliationChange(stanza);
  if (changed) room.members.note(changed);
  if (!jidResource(stanza.attrs.from ?? '') && parseMucStatus(stanza).has(MucStatus.configChanged)) void room.refresh();
  // Only rooms that we are in may speak to us.
  if (!room.membership.joined) return;
  const state = parseChatState(stanza);
  if (state) room.hearState(state);
  const displayed = parseDisplayed(stanza);
  if (displayed) room.hearSeen(displayed);
  const message = parseGroupchatMessage(stanza);
  if (message) room.receive(message);
}
