/** One ejabberd of our own: loopback only, all its files in one folder, gone when this process is. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createApi } from './api.mjs';
import { ejabberdConfig } from './ejabberd-config.mjs';
import { EjabberdProcess } from './ejabberd-process.mjs';
import { compileEthoraModule, ETHORA_MODULE } from './ethora-module.mjs';
import { findEjabberd } from './find-ejabberd.mjs';
import { freePort } from './free-port.mjs';

export { ensureEjabberd } from './install-ejabberd.mjs';

/** The port of WebSocket, upload and API, when it is free. */
export const USUAL_PORT = 5280;
const LOOPBACK = '127.0.0.1';
/** The domain that is Ethora's when `localhost` is not. */
const BESIDE = 'ethora.localhost';

/**
 * @typedef {object} EjabberdOptions
 * @property {string} dir Folder for configuration, data and log; made when missing.
 * @property {boolean} [fresh] Empties the folder first.
 * @property {{ http?: number }} [ports] The port to try first, default 5280; 0: any free one.
 * @property {(line: string) => void} [log] Told what a person should know, such as a port that was taken.
 * @property {(config: Record<string, any>) => void} [config] Changes the configuration before it is written.
 * @property {string} [logLevel] ejabberd's own, default `warning`.
 * @property {boolean | 'beside'} [ethora] Adds what Ethora's servers do beyond ejabberd, if there is an Erlang compiler: to
 *   `localhost`, or to another domain, `ethora.localhost`, beside it. Default: false.
 * @property {ClusterNode} [node] Makes it one that others can join, and that keeps everything in Mnesia, which is copied to them.
 */

/**
 * @typedef {object} ClusterNode
 * @property {string} ip A loopback address, another one for each node.
 * @property {number} port Where nodes talk with each other, the same for all.
 * @property {string} cookie What they know each other by.
 */

/**
 * @typedef {object} Domain One domain of a server: what it takes to fill it.
 * @property {string} domain
 * @property {string} conference
 * @property {string} service WebSocket URL.
 * @property {import('./api.mjs').Api} api
 * @property {(script: string) => Promise<void>} sql Runs SQL statements on the database of the domain, inside the server.
 */

/**
 * @typedef {object} Running
 * @property {string} apiUrl URL of mod_http_api, without a slash at the end.
 * @property {string} version
 * @property {number} port
 * @property {string | undefined} ethoraDomain The domain that does what Ethora's servers do beyond ejabberd, if any.
 * @property {number | undefined} pid Undefined while it does not run.
 * @property {Domain | undefined} ethora That domain.
 * @property {() => Promise<void>} stop Ends it in good order; resolves when the process is gone.
 * @property {() => Promise<void>} kill As a crash would; resolves when the process is gone.
 * @property {() => Promise<void>} start Starts it again after `stop` or `kill`, on the same port and data.
 * @property {() => Promise<void>} restart `stop`, then `start`.
 * @property {(callback: (end: { code: number | null, signal: string | null, log: string }) => void) => () => void} onExit
 *   Calls back when it ends by itself, until the returned function is called; `log` holds its last lines.
 */

/** @typedef {Domain & Running} Ejabberd The server, seen from its domain `localhost`. */

/**
 * Boots an ejabberd and resolves when it answers.
 * @param {EjabberdOptions} options
 * @throws {Error} when it is not installed, or does not answer in time; with the last lines of its log.
 * @returns {Promise<Ejabberd>}
 */
export async function startEjabberd(options) {
  const installation = await findEjabberd();
  if (!installation) throw new Error('ejabberd is not installed.');
  const dir = resolve(options.dir);
  if (await isRunningIn(dir)) throw new Error(`Another ejabberd is running with the files in ${dir}; end it first.`);
  if (options.fresh) await emptyFolder(dir);
  await mkdir(dir, { recursive: true });
  const ethoraEbin = options.ethora ? await compileEthoraModule({ installation, dir, log: options.log }) : undefined;
  const ip = options.node?.ip ?? LOOPBACK;
  const { server, port, apiUrl } = await boot({ ...options, ethoraEbin, ip }, dir, installation);
  const api = createApi(apiUrl);
  const ethoraDomain = ethoraEbin && (options.ethora === 'beside' ? BESIDE : 'localhost');
  const at = (domain) => ({
    domain,
    conference: `conference.${domain}`,
    service: `ws://${ip}:${port}/ws`,
    api,
    sql: (script) => server.sql(script, domain),
  });
  return {
    ...at('localhost'),
    apiUrl,
    version: installation.version,
    port,
    ethoraDomain,
    ethora: ethoraDomain && at(ethoraDomain),
    get pid() {
      return server.pid;
    },
    stop: () => server.stop(),
    kill: () => server.kill(),
    start: () => server.start(),
    restart: async () => {
      await server.stop();
      await server.start();
    },
    onExit: (callback) => server.onExit(callback),
  };
}

/** Somebody may take the port after we looked; then another one is tried. */
async function boot(options, dir, installation, attempt = 1) {
  const port = await choosePort(options);
  const apiPath = `/api/${randomBytes(12).toString('hex')}`;
  const { ip, node } = options;
  const apiUrl = `http://${ip}:${port}${apiPath}`;
  await writeConfig(options, { dir, ip, port, apiPath, ebin: installation.ebinDirs[0] });
  const api = createApi(apiUrl);
  const ebinDirs = [...installation.ebinDirs, ...(options.ethoraEbin ? [options.ethoraEbin] : [])];
  const server = new EjabberdProcess({
    installation: { ...installation, ebinDirs },
    dir,
    isReady: () => api('status'),
    databases: node ? [] : ['localhost', ...(options.ethoraEbin && options.ethora === 'beside' ? [BESIDE] : [])],
    node,
  });
  try {
    await server.start();
  } catch (error) {
    if (attempt < 3 && /eaddrinuse/.test(error.message)) return boot(options, dir, installation, attempt + 1);
    throw error;
  }
  return { server, port, apiUrl };
}

async function writeConfig(options, place) {
  const config = await ejabberdConfig({
    ...place,
    logLevel: options.logLevel ?? 'warning',
    clustered: options.node !== undefined,
    ...(options.ethoraEbin ? { ethoraModule: ETHORA_MODULE } : {}),
    ...(options.ethoraEbin && options.ethora === 'beside' ? { ethoraDomain: BESIDE } : {}),
  });
  options.config?.(config);
  // It holds the secret path of the API.
  await writeFile(configFile(place.dir), `${JSON.stringify(config, undefined, 2)}\n`, { mode: 0o600 });
}

function configFile(dir) {
  return join(dir, 'ejabberd.yml');
}

async function choosePort({ ports, log }) {
  const wanted = ports?.http ?? USUAL_PORT;
  const port = await freePort(wanted);
  if (wanted !== 0 && port !== wanted) log?.(`Port ${wanted} is taken; ejabberd listens on ${port}.`);
  return port;
}

/** Refuses a folder with other things in it, since all of them would go. */
async function emptyFolder(dir) {
  const names = await readdir(dir).catch(() => []);
  if (names.length > 0 && !(await apiUrlOf(dir))) {
    throw new Error(
      `${dir} holds files that are not the server's; choose an empty folder, or one that is not there yet.`,
    );
  }
  await rm(dir, { recursive: true, force: true });
}

/** Two servers on the same files would spoil them. One that is just ending gets the time to do so. */
async function isRunningIn(dir, attempts = 20) {
  const apiUrl = await apiUrlOf(dir);
  if (!apiUrl) return false;
  const api = createApi(apiUrl);
  try {
    for (let attempt = 0; attempt < attempts; attempt++) {
      await api('status');
      await wait(100);
    }
    return true;
  } catch {
    return false;
  }
}

/** Where the server of this folder answers while it runs; undefined when the folder is not one of ours. */
async function apiUrlOf(dir) {
  const text = await readFile(configFile(dir), 'utf8').catch(() => '');
  const [, port] = /"port": (\d+)/.exec(text) ?? [];
  const [, apiPath] = /"(\/api\/[0-9a-f]{24})"/.exec(text) ?? [];
  const [, ip = LOOPBACK] = /"ip": "(127\.[\d.]+)"/.exec(text) ?? [];
  return port && apiPath ? `http://${ip}:${port}${apiPath}` : undefined;
}
