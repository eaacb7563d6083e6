/** Tokens of the API: of the app, for access, and for a new one of those. */
import { isExpired, signJwt, verifyJwt } from './jwt.mjs';
import { RestError } from './http.mjs';
import { newId } from './store.mjs';

/** As the API hands them out, and wants them back in `Authorization`. */
const PREFIX = 'JWT ';

/** Within this time a refresh token that was replaced just now is another tab's that came late; after it, a thief's. ms. */
const GRACE_MS = 10_000;

/**
 * @param {import('./store.mjs').Store} store
 * @param {{ tokenSeconds: number, refreshSeconds: number }} options How long they count.
 */
export function createTokens(store, { tokenSeconds, refreshSeconds }) {
  const { state } = store;
  /** Logins whose next refresh token is being written. @type {Set<string>} */
  const rotating = new Set();

  function sign(claims, seconds) {
    const exp = seconds === undefined ? {} : { exp: Math.floor(Date.now() / 1000) + seconds };
    return PREFIX + signJwt({ ...claims, ...exp }, state.secret);
  }

  function read(authorization, type) {
    const text = String(authorization ?? '');
    const claims = text.startsWith(PREFIX) ? verifyJwt(text.slice(PREFIX.length), state.secret) : undefined;
    return claims?.type === type ? claims : undefined;
  }

  function pair(loginId) {
    const { user, current } = state.logins[loginId];
    return {
      token: sign({ type: 'access', user, login: loginId, number: ++state.lastToken }, tokenSeconds),
      refreshToken: sign({ type: 'refresh', login: loginId, id: current }, refreshSeconds),
    };
  }

  /** The login that a refresh token may renew. A token that was used before ends the login: it may have been stolen. */
  function renewable(claims) {
    const login = claims && !isExpired(claims) ? state.logins[claims.login] : undefined;
    if (!login) throw new RestError(401, 'No such refresh token', 'REFRESH_TOKEN_NOT_FOUND');
    if (rotating.has(claims.login)) throw new RestError(401, 'A refresh is under way', 'REFRESH_IN_PROGRESS');
    if (login.current === claims.id) return login;
    if (login.previous?.id === claims.id && Date.now() - login.previous.at < GRACE_MS)
      throw new RestError(401, 'This refresh token was just replaced', 'REFRESH_TOKEN_ALREADY_ROTATED');
    delete state.logins[claims.login];
    throw new RestError(401, 'This refresh token was used before', 'REFRESH_TOKEN_REUSE_DETECTED');
  }

  return {
    app: () => sign({ type: 'app', app: state.appId }),

    /** A new pair for a user. */
    async login(userId) {
      const loginId = newId();
      state.logins[loginId] = { user: userId, current: newId() };
      const tokens = pair(loginId);
      await store.save();
      return tokens;
    },

    /** Replaces a pair. @throws {RestError} 401 */
    async refresh(authorization) {
      const claims = read(authorization, 'refresh');
      const login = renewable(claims);
      rotating.add(claims.login);
      try {
        login.previous = { id: login.current, at: Date.now() };
        login.current = newId();
        const tokens = pair(claims.login);
        await store.save();
        return tokens;
      } finally {
        rotating.delete(claims.login);
      }
    },

    /** @throws {RestError} 401 when it is not the token of this app. */
    checkApp(authorization) {
      if (read(authorization, 'app')?.app !== state.appId)
        throw new RestError(401, 'Not the token of this app', 'APP_TOKEN_INVALID');
    },

    /** The user whom an access token speaks for. @throws {RestError} 401 @returns {import('./store.mjs').User} */
    userOf(authorization) {
      const claims = read(authorization, 'access');
      const user = claims && state.logins[claims.login] && state.users[claims.user];
      if (!user) throw new RestError(401, 'Not a token of a user', 'TOKEN_INVALID');
      if (isExpired(claims) || claims.number <= state.expiredTokens)
        throw new RestError(401, 'The token has expired', 'TOKEN_EXPIRED');
      return user;
    },

    /** Ends all access tokens before their time; refresh tokens stay. */
    async expire() {
      state.expiredTokens = state.lastToken;
      await store.save();
    },
  };
}

/** @typedef {ReturnType<typeof createTokens>} Tokens */
