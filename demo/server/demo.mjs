/** Everything that `npm start` runs: the servers of both worlds, bundle, pages. */
import { watchBundleBeside } from './bundle.mjs';
import { freePort } from './free-port.mjs';
import { startPageServer } from './page-server.mjs';
import { createPages } from './pages.mjs';
import { remoteWorlds, startWorlds } from './worlds.mjs';

/**
 * @typedef {object} Context
 * @property {string} root The project's folder.
 * @property {import('./options.mjs').DemoOptions} options
 * @property {(line: string) => void} log
 * @property {(() => Promise<void>)[]} ends Gets what has to be called to end what was started; also when the rest fails.
 */

/** @typedef {import('./worlds.mjs').Worlds & { url: string }} Demo `url`: of the index page. */

/** @param {Context} context @returns {Promise<Demo>} */
export async function startDemo(context) {
  const { remote } = context.options;
  // The bundle is built while the server boots.
  const [worlds] = await Promise.all([remote ? remoteWorlds(remote) : startWorlds(context), buildBundle(context)]);
  const pages = await startPages(context, worlds);
  context.ends.push(() => pages.close());
  return { ...worlds, url: pages.url };
}

async function buildBundle({ root, options, log, ends }) {
  if (!options.build) return;
  log('Building the bundle …');
  const bundle = await watchBundleBeside({ root, log });
  ends.push(() => bundle.close());
}

async function startPages({ root, options: { port: wanted }, log }, { server, xmpp, ethora }) {
  const port = await freePort(wanted);
  if (wanted !== 0 && port !== wanted) log(`Port ${wanted} is taken; the pages are on ${port}.`);
  const chat = xmpp.service.split(/\s+/).map((service) => new URL(service).origin);
  const api = ethora ? [new URL(ethora.api).origin] : [];
  return startPageServer({
    root,
    port,
    pages: createPages({ xmpp, ethora, demo: server !== undefined }),
    connect: [...chat, ...api].join(' '),
    // Files are taken and given by the same servers, in the clear on this machine.
    files: [...chat.map((origin) => origin.replace(/^ws/, 'http')), ...api].join(' '),
  });
}
