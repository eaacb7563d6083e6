/** Rooms of the app. */
import type { ApiClient } from './client.js';
import { record, records, text } from './http.js';
import { unexpected } from './session.js';
import { parseMembers, type ApiMember } from './users.js';

export type ApiRoomType = 'public' | 'group' | 'private';

export interface ApiRoom {
  /** The part of its JID before the at sign. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly type: ApiRoomType;
  /** URL; empty when there is none. */
  readonly picture: string;
  /** Undefined when neither the members nor their number came along. */
  readonly memberCount?: number;
  readonly members: readonly ApiMember[];
  /** Id of the user who made it. */
  readonly createdBy: string;
}

export interface NewRoom {
  readonly title: string;
  readonly type: 'public' | 'group';
  readonly description?: string;
  /** URL. */
  readonly picture?: string;
  /** As `xmppUsername` names them. */
  readonly members?: readonly string[];
}

/** The rooms that the user belongs to. */
export async function fetchRooms(client: ApiClient, signal?: AbortSignal): Promise<ApiRoom[]> {
  const items = record(await client.call('/v1/chats/my', { signal })).items;
  return records(items).flatMap((item) => parseRoom(item) ?? []);
}

/** One room, with all its members. */
export async function fetchRoom(client: ApiClient, name: string): Promise<ApiRoom> {
  return readRoom(await client.call(`/v1/chats/my/${encodeURIComponent(name)}`));
}

/** @throws {ApiError} 422 when there is such a room already. */
export async function createRoom(client: ApiClient, room: NewRoom): Promise<ApiRoom> {
  return readRoom(await client.call('/v1/chats', { method: 'POST', json: room }));
}

/** The room of two with somebody; made when there is none yet. */
export async function openPrivateRoom(client: ApiClient, xmppUsername: string): Promise<ApiRoom> {
  return readRoom(await client.call('/v1/chats/private', { method: 'POST', json: { username: xmppUsername } }));
}

/** @throws {ApiError} 403 when somebody else made it. */
export async function deleteRoom(client: ApiClient, name: string): Promise<void> {
  await client.call('/v1/chats', { method: 'DELETE', json: { name } });
}

/** Those who were added. `members` as `xmppUsername` names them. */
export async function addMembers(client: ApiClient, name: string, members: readonly string[]): Promise<ApiMember[]> {
  const json = { chatName: name, members };
  return parseMembers(record(await client.call('/v1/chats/users-access', { method: 'POST', json })).results);
}

/** @throws {ApiError} 403 when somebody else made the room. */
export async function removeMembers(client: ApiClient, name: string, members: readonly string[]): Promise<void> {
  await client.call('/v1/chats/users-access', { method: 'DELETE', json: { chatName: name, members } });
}

/** Undefined when it names no room. */
export function parseRoom(value: unknown): ApiRoom | undefined {
  const room = record(value);
  const name = text(room.name) || text(room.chatName);
  if (!name) return undefined;
  const members = parseMembers(room.members);
  const count = typeof room.usersCnt === 'number' ? room.usersCnt : members.length;
  const picture = text(room.picture);
  return {
    name,
    title: text(room.title),
    description: text(room.description),
    type: room.type === 'group' || room.type === 'private' ? room.type : 'public',
    picture: picture === 'none' ? '' : picture,
    ...(count > 0 && { memberCount: count }),
    members,
    createdBy: text(room.createdBy),
  };
}

/** The room comes as `result`, or bare. */
function readRoom(body: unknown): ApiRoom {
  const room = parseRoom(record(body).result ?? body);
  if (!room) throw unexpected();
  return room;
}
