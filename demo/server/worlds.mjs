/** The two worlds of the demo on one ejabberd: XMPP only, and Ethora with a stand-in for its REST API. */
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureEjabberd, startEjabberd } from './ejabberd.mjs';
import { CompileError } from './ethora-module.mjs';
import { fillEthora } from './fill-ethora.mjs';
import { fillServer } from './fill.mjs';
import { startRest } from './rest/api.mjs';

/** In the data folder once everything of a world has been put there; without it an earlier start was broken off. */
const FILLED = 'filled';
const FILLED_ETHORA = 'filled-ethora';
/** In the data folder, what belongs to the REST API. */
const REST = 'rest';
/** Its port, when it is free: what people have sent is then found under the same address next time. */
const REST_PORT = 5290;

/**
 * @typedef {object} Worlds
 * @property {import('./ejabberd.mjs').Ejabberd | undefined} server Undefined when a server of one's own is used.
 * @property {import('./pages.mjs').World} xmpp
 * @property {import('./pages.mjs').EthoraWorld | undefined} ethora Undefined when there is no such world.
 */

/** A server of one's own. @param {import('./options.mjs').Remote} remote @returns {Worlds} */
export function remoteWorlds({ service, domain, app }) {
  const xmpp = { service, domain };
  return { server: undefined, xmpp, ethora: app && { ...xmpp, ...app } };
}

/** Boots them, and fills them the first time. @param {import('./demo.mjs').Context} context @returns {Promise<Worlds>} */
export async function startWorlds({ root, options, log, ends }) {
  await ensureEjabberd({ log });
  const dir = options.data ?? join(root, '.ejabberd');
  const has = (name) => exists(join(dir, name));
  const isHalf = !(await has(FILLED)) || ((await has(REST)) && !(await has(FILLED_ETHORA)));
  const server = await startServer({ dir, fresh: options.fresh || isHalf, log });
  ends.push(() => server.stop());
  log(`ejabberd ${server.version} runs, its files are in ${dir}.`);
  const missing = [];
  if (!(await has(FILLED))) missing.push([FILLED, () => fillServer(server)]);
  const rest = server.ethora && (await startApi(server.ethora, dir, options));
  if (rest) {
    ends.push(() => rest.close());
    if (!(await has(FILLED_ETHORA))) missing.push([FILLED_ETHORA, () => fillEthora(server.ethora, rest)]);
  }
  if (missing.length > 0) {
    log('Registering people and filling rooms …');
    await Promise.all(missing.map(([, fill]) => fill()));
    // The rooms hold their newest messages in memory with the time of sending; from now on they are read from the archive.
    await server.restart();
    for (const [name] of missing) await writeFile(join(dir, name), '');
  }
  return { server, xmpp: worldAt(server), ethora: rest && { ...worldAt(server.ethora), ...appOf(rest) } };
}

/** Without Ethora's world where its modules do not fit. */
async function startServer(options) {
  try {
    return await startEjabberd({ ...options, ethora: 'beside' });
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    options.log("The modules of Ethora's servers do not fit this ejabberd; it runs as it is, for XMPP only.");
    return startEjabberd(options);
  }
}

function startApi(server, dir, { tokenSeconds }) {
  return startRest({ server, dir: join(dir, REST), port: REST_PORT, tokenSeconds });
}

function worldAt({ service, domain }) {
  return { service, domain };
}

function appOf({ url, appId, appToken }) {
  return { api: url, appId, appToken };
}

function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
