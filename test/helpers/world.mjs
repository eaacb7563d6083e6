import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { startEjabberd } from '../../demo/server/ejabberd.mjs';
import { CHROMIUM_FLAGS, findChromium } from './chromium.mjs';
import { findFreePort } from './free-port.mjs';
import { startStaticServer } from './static-server.mjs';

/** Lets the page tell by which role and name an element is known to a screen reader. */
const COMPUTED_NAMES = '--enable-blink-features=ComputedAccessibilityInfo';

/** All that an end-to-end test needs: a real ejabberd, a web server with the built file, and a browser. */
export async function startWorld() {
  const dir = await mkdtemp(join(tmpdir(), 'ethora-chat-test-'));
  const [server, web, browser] = await Promise.all([
    startEjabberd({ dir, ports: { http: 0 } }),
    startStaticServer(),
    puppeteer.launch({ executablePath: findChromium(), headless: true, args: [...CHROMIUM_FLAGS, COMPUTED_NAMES] }),
  ]);

  return {
    server,
    browser,
    service: server.service,
    /** Address of a page with `<ethora-chat>`; service and domain are those of the server unless given. */
    pageUrl: (attributes) => web.pageUrl({ service: server.service, domain: server.domain, ...attributes }),
    /** Makes accounts with the password `secret`. */
    async register(...users) {
      for (const user of users) await server.api('register', { user, host: server.domain, password: 'secret' });
    },
    /** Makes an open room that keeps its messages; gives its JID. */
    async createRoom(room) {
      const options = ['persistent', 'public', 'mam'].map((name) => ({ name, value: 'true' }));
      await server.api('create_room_with_opts', { room, service: server.conference, host: server.domain, options });
      return `${room}@${server.conference}`;
    },
    /** A port of loopback on which nobody listens. */
    closedPort: findFreePort,
    async stop() {
      await browser.close();
      await web.close();
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
