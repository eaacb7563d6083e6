/** Everything that `npm start` runs: chat server, bundle, pages. */
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { watchBundle } from './bundle.mjs';
import { ensureEjabberd, startEjabberd } from './ejabberd.mjs';
import { fillServer } from './fill.mjs';
import { freePort } from './free-port.mjs';
import { startPageServer } from './page-server.mjs';
import { fillPage } from './pages.mjs';

/** In the data folder once everything has been put there; without it an earlier start was broken off. */
const FILLED = 'filled';

/**
 * @typedef {object} Demo
 * @property {string} url Of the index page.
 * @property {import('./ejabberd.mjs').Ejabberd | undefined} server Undefined when a server of one's own is used.
 */

/**
 * @param {object} context
 * @param {string} context.root The project's folder.
 * @param {import('./options.mjs').DemoOptions} context.options
 * @param {(line: string) => void} context.log
 * @param {(() => Promise<void>)[]} context.ends Gets what has to be called to end what was started; also when the rest fails.
 * @returns {Promise<Demo>}
 */
export async function startDemo({ root, options, log, ends }) {
  const server = options.remote ? undefined : await startServer({ root, options, log, ends });
  const pages = await startPages({ root, options, server, log });
  ends.push(() => pages.close());
  if (options.build) {
    log('Building the bundle …');
    const bundle = await watchBundle({ root, log });
    ends.push(() => bundle.close());
  }
  return { url: pages.url, server };
}

async function startServer({ root, options: { data, fresh }, log, ends }) {
  await ensureEjabberd({ log });
  const dir = data ?? join(root, '.ejabberd');
  const filled = join(dir, FILLED);
  const empty = fresh || !(await exists(filled));
  const server = await startEjabberd({ dir, fresh: empty, log });
  ends.push(() => server.stop());
  log(`ejabberd ${server.version} runs, its files are in ${dir}.`);
  if (empty) {
    log('Registering people and filling rooms …');
    await fillServer(server);
    await writeFile(filled, '');
  }
  return server;
}

async function startPages({ root, options: { port: wanted, remote }, server, log }) {
  const port = await freePort(wanted);
  if (wanted !== 0 && port !== wanted) log(`Port ${wanted} is taken; the pages are on ${port}.`);
  const place = remote ?? { service: server.service, domain: server.domain };
  const connect = place.service
    .split(/\s+/)
    .map((service) => new URL(service).origin)
    .join(' ');
  // Files are taken and given by the same server, in the clear on this machine.
  const files = connect.replaceAll(/\bws/g, 'http');
  return startPageServer({ root, port, connect, files, fill: (html) => fillPage(html, { ...place, demo: !remote }) });
}

function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
