/** Somebody's login with Ethora's REST API. */

/** Who it is. */
export interface ApiUser {
  readonly id: string;
  /** Account on the chat server: `<appId>_<userId>`, or derived from the wallet on older servers. */
  readonly xmppUsername: string;
  /** Password there, often for a short time only; empty when it has to be asked for. */
  readonly xmppPassword: string;
  readonly firstName: string;
  readonly lastName: string;
  /** URL. */
  readonly picture?: string;
}

/** The tokens, as they were handed out: with their `JWT ` prefix. */
export interface ApiTokens {
  readonly token: string;
  readonly refreshToken: string;
  /** Opens secured files. */
  readonly fileToken?: string;
}

export interface ApiSession extends ApiTokens {
  readonly user: ApiUser;
  /** Bare JID of the account, once the chat server has let it in. */
  readonly account?: string;
}

/** Where a session is kept; synchronous, and for several tabs where they share it. */
export interface ApiSessionStore {
  load(): ApiSession | undefined;
  save(session: ApiSession): void;
  clear(): void;
}
