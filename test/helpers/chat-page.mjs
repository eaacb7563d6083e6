/** The network's own complaints when a server is not there; no page can prevent them. */
const NETWORK_COMPLAINT = /^WebSocket connection to '[^']*' failed/;

/** A page with `<ethora-chat>` as a person uses it, in a browser context of its own (its own storage). */
export async function openChatPage(browser, url) {
  return openChatTab(await browser.createBrowserContext(), url);
}

/**
 * One more tab of a browser context. All of them count as visible, as if each were in a window of its own.
 *
 * @param {import('puppeteer-core').BrowserContext} context
 * @param {string} url
 */
export async function openChatTab(context, url) {
  const page = await context.newPage();
  await page.setViewport({ width: 1000, height: 700 });
  const problems = collectProblems(page);
  const { requests, sockets, frames } = await collectRequests(page);
  await page.evaluateOnNewDocument(installProbe);
  await page.goto(url);

  const chat = {
    page,
    /** Exceptions, unhandled rejections and errors on the console. */
    problems,
    /** Type and path of each request, and the address of each WebSocket. */
    requests,
    sockets,
    /** What was written to WebSockets. */
    frames,

    /** Resolves when `check`, run in the page, gives something true; rejects with what is on the screen. */
    async until(check, ...args) {
      try {
        await page.waitForFunction(check, { polling: 50, timeout: 45_000 }, ...args);
      } catch (error) {
        throw new Error(`${error.message}\nOn the screen:\n${await chat.text()}`, { cause: error });
      }
    },
    /** Waits until a text can be read. */
    reads: (text) => chat.until((wanted) => globalThis.probe.text().includes(wanted), text),
    /** Waits until a text can't be read any more. */
    lacks: (text) => chat.until((unwanted) => !globalThis.probe.text().includes(unwanted), text),
    /** Waits for a connection status and gives what the event said. */
    async status(status) {
      await chat.until((wanted) => globalThis.probe.connection()?.status === wanted, status);
      return page.evaluate(() => globalThis.probe.connection());
    },
    /** Writes a message as a person does. */
    async write(text) {
      const box = await page.waitForSelector('::-p-aria([role="textbox"])');
      await box.focus();
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    },
    /** Waits until each text is on the screen, in a message with the wanted status, when one is given. */
    async shows(texts, status) {
      await chat.until(
        (wanted, wantedStatus) => {
          const messages = globalThis.probe.messages();
          return wanted.every((text) =>
            messages.some(
              (message) => message.text.includes(text) && (!wantedStatus || message.status === wantedStatus),
            ),
          );
        },
        texts,
        status ?? null,
      );
    },
    /** The messages on the screen: id, status and everything that can be read in them. */
    messages: () => page.evaluate(() => globalThis.probe.messages()),
    /** How many messages hold this text. */
    async count(text) {
      return (await chat.messages()).filter((message) => message.text.includes(text)).length;
    },
    /** Everything that can be read. */
    text: () => page.evaluate(() => globalThis.probe.text()),
    close: () => context.close(),
  };
  return chat;
}

function collectProblems(page) {
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !NETWORK_COMPLAINT.test(message.text())) problems.push(message.text());
  });
  return problems;
}

async function collectRequests(page) {
  const requests = [];
  const sockets = [];
  const frames = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('data:'))
      requests.push(`${request.resourceType()} ${new URL(request.url()).pathname}`);
  });
  const session = await page.createCDPSession();
  await session.send('Network.enable');
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  session.on('Network.webSocketCreated', ({ url }) => sockets.push(url));
  session.on('Network.webSocketFrameSent', ({ response }) => frames.push(response.payloadData));
  return { requests, sockets, frames };
}

/** Runs in the page before anything else: offers what can be seen there as `probe`. */
function installProbe() {
  let connection;
  const openings = [];
  document.addEventListener('ethora-connection-change', ({ detail }) => (connection = { ...detail }));
  globalThis.WebSocket = class extends WebSocket {
    constructor(...place) {
      super(...place);
      this.addEventListener('open', () => openings.push(globalThis.probe.messages().map(({ text }) => text)));
    }
  };

  const hidden = ({ display, visibility }) => display === 'none' || visibility === 'hidden';
  const rendered = (node) => !(node instanceof Element) || !hidden(getComputedStyle(node));
  const children = (node) => {
    if (node instanceof HTMLSlotElement && node.assignedNodes().length > 0) return node.assignedNodes();
    return (node.shadowRoot ?? node).childNodes;
  };
  function read(node) {
    if (node instanceof Text) return node.data;
    if (!rendered(node) || node instanceof HTMLStyleElement || node instanceof HTMLScriptElement) return '';
    return [...children(node)].map(read).join(' ');
  }
  function find(selector, from = document) {
    const found = [...from.querySelectorAll(selector)];
    const hosts = [...from.querySelectorAll('*')].filter((element) => element.shadowRoot);
    return found.concat(hosts.flatMap((host) => find(selector, host.shadowRoot)));
  }

  function focused() {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const role = element?.computedRole ?? '';
    return { role, name: element?.computedName ?? '' };
  }

  globalThis.probe = {
    focused,
    connection: () => connection,
    /** The messages that could be read when each WebSocket was opened. */
    openings: () => openings,
    text: () => read(document.body).replace(/\s+/g, ' ').trim(),
    find,
    messages: () =>
      find('[part~="message"]').map((element) => ({
        id: element.dataset.id,
        status: element.dataset.status,
        text: read(element).replace(/\s+/g, ' ').trim(),
      })),
  };
}
