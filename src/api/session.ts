/** Logging in with the API. */
import type { ApiSession, ApiTokens, ApiUser } from '../domain/api-session.js';
import { walletToUsername } from '../domain/wallet.js';
import { ApiError, record, request, text } from './http.js';

export interface EmailLogin {
  readonly email: string;
  readonly password: string;
  /** Empty when the app's token says it. */
  readonly appId: string;
  readonly appToken: string;
}

/** @throws {ApiError} 401 when e-mail or password is not right, 409 when the address is not verified. */
export async function loginByEmail(base: string, login: EmailLogin, signal?: AbortSignal): Promise<ApiSession> {
  const { email, password, appId, appToken } = login;
  const json = { email, password, ...(appId && { appId }) };
  return readSession(
    await request(base, '/v1/users/login-with-email', { method: 'POST', token: appToken, json, signal }),
  );
}

/** With a JWT that the site has signed. @throws {ApiError} 401 when it has expired or is not right. */
export async function loginByToken(base: string, token: string, signal?: AbortSignal): Promise<ApiSession> {
  const headers = { 'x-custom-token': token };
  return readSession(await request(base, '/v1/users/client', { method: 'POST', headers, signal }));
}

/** @throws {ApiError} 401 with a code that says whether another tab was quicker. */
export async function refreshTokens(base: string, refreshToken: string): Promise<ApiTokens> {
  const tokens = parseTokens(
    await request(base, '/v1/users/login/refresh', { method: 'POST', token: refreshToken, json: {} }),
  );
  if (!tokens) throw unexpected();
  return tokens;
}

/** Undefined when there is no token. */
export function parseTokens(body: unknown): ApiTokens | undefined {
  const { token, refreshToken, fileToken } = record(body);
  if (!text(token)) return undefined;
  return {
    token: text(token),
    refreshToken: text(refreshToken),
    ...(text(fileToken) && { fileToken: text(fileToken) }),
  };
}

/** Undefined when it is no login, or nobody that the chat server could know. */
export function parseSession(body: unknown): ApiSession | undefined {
  const tokens = parseTokens(body);
  const user = parseUser(record(body).user);
  return tokens && user && { ...tokens, user };
}

function parseUser(value: unknown): ApiUser | undefined {
  const user = record(value);
  const wallet = text(record(user.defaultWallet).walletAddress) || text(user.walletAddress);
  // Older servers name the account after the wallet.
  const xmppUsername = text(user.xmppUsername) || walletToUsername(wallet);
  if (!xmppUsername) return undefined;
  return {
    id: text(user._id),
    xmppUsername,
    xmppPassword: text(user.xmppPassword),
    firstName: text(user.firstName),
    lastName: text(user.lastName),
    ...(text(user.profileImage) && { picture: text(user.profileImage) }),
  };
}

function readSession(body: unknown): ApiSession {
  const session = parseSession(body);
  if (!session) throw unexpected();
  return session;
}

/** What answered is no API of Ethora's. */
export function unexpected(): ApiError {
  return new ApiError(0, 'UNEXPECTED_ANSWER', 'The answer of the API makes no sense');
}
