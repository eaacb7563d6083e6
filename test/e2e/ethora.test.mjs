import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { startEjabberd } from '../../demo/server/ejabberd.mjs';
import { startPageServer } from '../../demo/server/page-server.mjs';
import { createPages } from '../../demo/server/pages.mjs';
import { startRest } from '../../demo/server/rest/api.mjs';
import { openChatPage } from '../helpers/chat-page.mjs';
import { CHROMIUM_FLAGS, findChromium } from '../helpers/chromium.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** The browser's own line about an answer that is an error; no page can prevent it. */
const REFUSED = /^Failed to load resource: .* 401/;

describe("two people on the demo's page of Ethora", { timeout: 120_000 }, () => {
  const started = [];
  let pages;
  let browser;
  let alice;
  let bob;

  before(async () => {
    const dir = await mkdtemp(join(tmpdir(), 'ethora-chat-ethora-'));
    started.push(() => rm(dir, { recursive: true, force: true }));
    browser = await puppeteer.launch({ executablePath: findChromium(), headless: true, args: CHROMIUM_FLAGS });
    started.push(() => browser.close());
    const server = await startEjabberd({ dir: join(dir, 'server'), ports: { http: 0 }, ethora: 'beside' });
    started.push(() => server.stop());
    const rest = await startRest({ server: server.ethora, dir: join(dir, 'rest') });
    started.push(() => rest.close());
    await makeRoom(rest, await addUser(rest, 'Alice'), await addUser(rest, 'Bob'));
    pages = await startPageServer(pagesOf(server, rest));
    started.push(() => pages.close());
    [alice, bob] = await Promise.all([openLogin(), openLogin()]);
  });
  after(async () => {
    for (const stop of started.reverse()) await stop();
  });

  const openLogin = () => openChatPage(browser, `${pages.url}demo/ethora-login.html`);

  it('are told when e-mail and password do not fit, and stay where they are', async () => {
    await logIn(alice, 'alice@harbor.example', 'guess');
    await alice.until(() => globalThis.probe.text().includes('E-mail or password is not right.'));
    assert.deepEqual(alice.sockets, []);
    assert.match(await alice.text(), /Log in to chat/);
  });

  it('sign in by e-mail and see their room', async () => {
    await logIn(alice, 'alice@harbor.example', 'alice');
    await logIn(bob, 'bob@harbor.example', 'bob');
    for (const person of [alice, bob]) {
      await person.status('online');
      const room = await find(person, '>>> [part~="room"] ::-p-text(Harbor lobby)');
      await room.click();
    }
  });

  it('write to each other, under their names', async () => {
    await alice.write('Hello Bob');
    await bob.shows(['Hello Bob']);
    await bob.write('Hello Alice');
    await alice.shows(['Hello Alice']);
    await alice.shows(['Hello Bob'], 'delivered');
    await bob.until(() => globalThis.probe.text().includes('Alice Harbor'));
    assert.equal(await alice.count('Hello Bob'), 1);
  });

  it('see no error but the one of the wrong password', () => {
    assert.ok(alice.problems.every((problem) => REFUSED.test(problem)) && alice.problems.length === 1, alice.problems);
    assert.deepEqual(bob.problems, []);
  });
});

async function addUser(rest, firstName) {
  const user = firstName.toLowerCase();
  return rest.addUser({ firstName, lastName: 'Harbor', email: `${user}@harbor.example`, password: user });
}

/** As the owner's client would. */
async function makeRoom(rest, owner, member) {
  const post = async (path, authorization, json) => {
    const answer = await fetch(rest.url + path, {
      method: 'POST',
      headers: { authorization },
      body: JSON.stringify(json),
    });
    assert.equal(answer.status, 200);
    return answer.json();
  };
  const login = { email: owner.email, password: owner.firstName.toLowerCase() };
  const { token } = await post('/v1/users/login-with-email', rest.appToken, login);
  await post('/v1/chats', token, { title: 'Harbor lobby', type: 'group', members: [member.xmppUsername] });
}

/** The demo's own pages, with its content security policy. */
function pagesOf({ service, domain, ethora }, { url: api, appId, appToken }) {
  const xmpp = { service, domain };
  return {
    root,
    port: 0,
    pages: createPages({ xmpp, ethora: { service, domain: ethora.domain, api, appId, appToken }, demo: true }),
    connect: `${new URL(service).origin} ${api}`,
    files: api,
  };
}

/** As a person does. */
async function logIn(person, email, password) {
  for (const [name, text] of Object.entries({ username: email, password })) {
    const field = await find(person, `>>> input[name="${name}"]`);
    await field.click({ count: 3 });
    await field.type(text);
  }
  await person.page.keyboard.press('Enter');
}

/** Asks for what is visible, since otherwise changes in shadow trees go unnoticed. */
function find({ page }, selector) {
  return page.waitForSelector(selector, { visible: true });
}
