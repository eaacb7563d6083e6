/** Users of the app. */
import type { ApiClient } from './client.js';
import { record, records, text } from './http.js';
import { unexpected } from './session.js';

/** Somebody who belongs to a room. */
export interface ApiMember {
  readonly id: string;
  readonly xmppUsername: string;
  readonly firstName: string;
  readonly lastName: string;
  /** URL. */
  readonly picture?: string;
}

/** A new password for the chat server. @throws {ApiError} 401 when the login is over, 404 on servers that give none. */
export async function fetchXmppPassword(client: ApiClient, signal?: AbortSignal): Promise<string> {
  const password = text(
    record(await client.call('/v1/users/xmpp-token', { method: 'POST', json: {}, signal })).xmppPassword,
  );
  if (!password) throw unexpected();
  return password;
}

/** Undefined when the API tells nothing of somebody. @throws {ApiError} 404 when there is no such user. */
export async function fetchUser(client: ApiClient, xmppUsername: string): Promise<ApiMember | undefined> {
  const body = record(await client.call(`/v1/apps/users/${encodeURIComponent(xmppUsername)}`));
  return parseMembers([body.result ?? body])[0];
}

/** Those of a list that the chat server could know. */
export function parseMembers(value: unknown): ApiMember[] {
  return records(value).flatMap((member) => {
    const xmppUsername = text(member.xmppUsername);
    const picture = text(member.profileImage);
    if (!xmppUsername) return [];
    return [
      {
        id: text(member._id),
        xmppUsername,
        firstName: text(member.firstName),
        lastName: text(member.lastName),
        ...(picture && { picture }),
      },
    ];
  });
}
