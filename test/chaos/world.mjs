/** What runs share: servers, a browser, and a web server with the built file. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { CHROMIUM_FLAGS, findChromium } from '../helpers/chromium.mjs';
import { startStaticServer } from '../helpers/static-server.mjs';
import { SERVERS } from './servers.mjs';

/** @param {readonly string[]} names Of the servers, as in `SERVERS`. */
export async function startChaosWorld(names) {
  const dir = await mkdtemp(join(tmpdir(), 'ethora-chat-chaos-'));
  const script = await readFile(new URL('first.js', import.meta.url), 'utf8');
  const [web, browser, ...servers] = await Promise.all([
    startStaticServer({ script }),
    puppeteer.launch({ executablePath: findChromium(), headless: true, args: CHROMIUM_FLAGS }),
    ...names.map((name) => SERVERS[name](dir)),
  ]);
  return {
    /** A world for runs on each server. @type {import('./run.mjs').ChaosWorld[]} */
    places: servers.map((server) => ({ server, browser, pageUrl: (attributes) => web.pageUrl(attributes) })),
    async stop() {
      await browser.close();
      await Promise.all([web.close(), ...servers.map((server) => server.stop())]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
