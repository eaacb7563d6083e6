/** Accounts on an ejabberd of ours. */
import { ApiError } from './api.mjs';

/**
 * @typedef {object} Account
 * @property {string} user
 * @property {string} password
 * @property {string} name As others see it.
 */

/** @typedef {import('./ejabberd.mjs').Domain} Domain */

/** Makes an account; one that exists is left as it is. @param {Domain} server */
export async function register(server, user, password) {
  try {
    await server.api('register', { user, host: server.domain, password });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
  }
}

/** Makes an account with a vCard that holds its name. @param {Domain} server @param {Account} account */
export async function registerPerson(server, { user, password, name }) {
  await register(server, user, password);
  const card = { user, host: server.domain };
  await server.api('set_vcard', { ...card, name: 'FN', content: name });
  await server.api('set_vcard', { ...card, name: 'NICKNAME', content: name });
}
