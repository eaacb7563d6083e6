/** Ways to sign in, and what one gets by it. */
import { RestError, textOf } from './http.mjs';
import { isExpired, verifyJwt } from './jwt.mjs';

/** @typedef {import('./api.mjs').Call} Call @typedef {import('./api.mjs').Context} Context */

/** @type {import('./api.mjs').Route[]} */
export const signInRoutes = [
  ['GET', '/apps/get-config', getConfig],
  ['POST', '/users/login-with-email', loginWithEmail],
  ['POST', '/users/login', loginElsewhere],
  ['POST', '/users/client', loginWithToken],
  ['GET', '/users/my', ({ user }) => ({ user: profileOf(user()) })],
  ['POST', '/users/login/refresh', ({ authorization, tokens }) => tokens.refresh(authorization)],
  ['POST', '/users/xmpp-token', xmppToken],
];

/** By the id of the app, when it is given, else whatever site asks: there is one app only. */
function getConfig({ query, state, tokens, server }) {
  const appId = query.get('appId');
  if (appId && appId !== state.appId) throw new RestError(404, 'There is no such app', 'APP_NOT_FOUND');
  return {
    result: {
      _id: state.appId,
      appToken: tokens.app(),
      displayName: 'Ethora Chat',
      defaultRooms: [],
      xmppHost: server.domain,
      allowUsersToCreateRooms: true,
    },
  };
}

async function loginWithEmail({ authorization, json, people, tokens, state, ...context }) {
  tokens.checkApp(authorization);
  const email = textOf(json.email, 'email');
  const user = people.byEmail(email);
  // Which of the two it was is nobody's business.
  if (!user || !people.isPassword(user, textOf(json.password, 'password')))
    throw new RestError(401, 'E-mail or password is not right', 'WRONG_CREDENTIALS');
  if (json.appId && json.appId !== state.appId) throw new RestError(403, 'Not a user of this app', 'WRONG_APP');
  if (!user.verified) throw new RestError(409, 'The e-mail address is not verified', 'EMAIL_NOT_VERIFIED');
  return sessionOf(user, { people, tokens, state, ...context });
}

/** Google and the like would have to be asked, and wallets to be proved. */
function loginElsewhere({ authorization, json, tokens }) {
  tokens.checkApp(authorization);
  const type = textOf(json.loginType, 'loginType');
  throw new RestError(422, `The login type "${type}" is not offered here`, 'LOGIN_TYPE');
}

/** A token that the site signed: whoever it names is let in, and gets an account the first time. */
async function loginWithToken({ headers, state, people, ...context }) {
  const claims = verifyJwt(headers['x-custom-token'], state.appSecret);
  if (!claims) throw new RestError(401, 'The token is not signed by this app', 'TOKEN_INVALID');
  if (isExpired(claims)) throw new RestError(401, 'The token has expired', 'TOKEN_EXPIRED');
  const data = claims.data ?? claims;
  if (data.appId && data.appId !== state.appId) throw new RestError(403, 'The token is for another app', 'WRONG_APP');
  const id = textOf(data.userId ?? data.sub, 'userId');
  if (!/^[a-z0-9-]{1,64}$/.test(id)) throw new RestError(422, '"userId" may hold a-z, 0-9 and "-" only', 'VALIDATION');
  const user = state.users[id] ?? (await people.add({ ...data, id, password: undefined }));
  return sessionOf(user, { state, people, ...context });
}

async function xmppToken({ user, people }) {
  return { success: true, xmppPassword: await people.xmppPassword(user()) };
}

async function sessionOf(user, { people, tokens, state }) {
  const xmppPassword = await people.xmppPassword(user);
  return {
    success: true,
    ...(await tokens.login(user._id)),
    user: { ...profileOf(user), appId: state.appId, xmppPassword },
  };
}

function profileOf({ _id, firstName, lastName, email, xmppUsername }) {
  return { _id, firstName, lastName, ...(email && { email }), xmppUsername };
}
