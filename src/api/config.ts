/** What the API says about the app. */
import { record, request, text } from './http.js';

export interface AppConfig {
  readonly appId: string;
  /** For logging in; empty when it is not given out. */
  readonly appToken: string;
  /** Domain of the chat server; empty when it is not given. */
  readonly xmppHost: string;
}

/**
 * The app of this site, or the one with this id.
 * @throws {ApiError} 404 when there is none.
 */
export async function fetchConfig(base: string, appId: string, signal?: AbortSignal): Promise<AppConfig> {
  const query = new URLSearchParams({ domainName: location.hostname, ...(appId && { appId }) });
  return parseConfig(await request(base, `/v1/apps/get-config?${query}`, { signal }));
}

export function parseConfig(body: unknown): AppConfig {
  const result = record(record(body).result);
  return { appId: text(result._id), appToken: text(result.appToken), xmppHost: text(result.xmppHost) };
}
