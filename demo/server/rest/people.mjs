/** Users of the API, each with an account on the chat server whose password counts for a short time only. */
import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { register, registerPerson } from '../accounts.mjs';
import { newId } from './store.mjs';

/** setTimeout takes no more. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/**
 * @param {import('./store.mjs').Store} store
 * @param {import('../ejabberd.mjs').Domain} server
 * @param {{ passwordSeconds: number }} options How long a password for the chat server counts.
 */
export function createPeople(store, server, { passwordSeconds }) {
  const { state } = store;
  /** @type {Map<string, NodeJS.Timeout>} */
  const timers = new Map();

  async function setPassword(user, password) {
    await server.api('change_password', { user: user.xmppUsername, host: server.domain, newpass: password });
  }

  /** After that a login with the old one fails. */
  async function expire(user) {
    clearTimeout(timers.get(user._id));
    timers.delete(user._id);
    user.xmpp = undefined;
    await setPassword(user, newPassword());
    await store.save();
  }

  function schedule(user) {
    const delay = Math.min(Math.max(user.xmpp.expiresAt - Date.now(), 0), MAX_DELAY_MS);
    // While the server does not run it lets nobody in anyway.
    const timer = setTimeout(() => expire(user).catch(() => undefined), delay);
    timer.unref();
    timers.set(user._id, timer);
  }

  for (const user of Object.values(state.users)) if (user.xmpp) schedule(user);

  return {
    /**
     * @param {{ email?: string, password?: string, firstName?: string, lastName?: string, verified?: boolean, id?: string }} person
     * @returns {Promise<import('./store.mjs').User>}
     */
    async add({ email, password, firstName = '', lastName = '', verified = true, id = newId() }) {
      const user = {
        _id: id,
        firstName,
        lastName,
        verified,
        xmppUsername: `${state.appId}_${id}`,
        ...(email && { email: email.toLowerCase() }),
        ...(password && { password: hash(password) }),
      };
      state.users[id] = user;
      const name = `${firstName} ${lastName}`.trim();
      const account = { user: user.xmppUsername, password: newPassword() };
      if (name) await registerPerson(server, { ...account, name });
      else await register(server, account.user, account.password);
      await store.save();
      return user;
    },

    /** @returns {import('./store.mjs').User | undefined} */
    byEmail: (email) => store.findUser((user) => user.email === email.toLowerCase()),

    isPassword: (user, password) => user.password !== undefined && matches(user.password, password),

    /** The password for the chat server: the last one while it counts, else a new one. */
    async xmppPassword(user) {
      if (user.xmpp && user.xmpp.expiresAt > Date.now()) return user.xmpp.value;
      const value = newPassword();
      await setPassword(user, value);
      user.xmpp = { value, expiresAt: Date.now() + passwordSeconds * 1000 };
      clearTimeout(timers.get(user._id));
      schedule(user);
      await store.save();
      return value;
    },

    /** Ends all passwords for the chat server before their time. */
    async expirePasswords() {
      await Promise.all(
        Object.values(state.users)
          .filter((user) => user.xmpp)
          .map(expire),
      );
    },

    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** @typedef {ReturnType<typeof createPeople>} People */

/** What others may know. @param {import('./store.mjs').User} user */
export function memberOf({ _id, firstName, lastName, xmppUsername }) {
  return { _id, firstName, lastName, xmppUsername };
}

function newPassword() {
  return randomBytes(24).toString('base64url');
}

function hash(password, salt = randomBytes(16).toString('hex')) {
  return `${salt}:${scryptSync(password, salt, 32).toString('hex')}`;
}

function matches(hashed, password) {
  const [salt] = hashed.split(':');
  return timingSafeEqual(Buffer.from(hash(password, salt)), Buffer.from(hashed));
}
