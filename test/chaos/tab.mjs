/** One tab of a browser, and what can happen to it. */

/** How long a page may take over what is asked of it, ms; one that is frozen or has crashed never answers. */
const ANSWER_TIMEOUT_MS = 4000;
/** The network's own complaints when a server is not there; no page can prevent them. */
const NETWORK_COMPLAINT = /^WebSocket connection to |^Failed to load resource: net::|blocked by CORS policy/;
/** So high that all messages of a run are on it, and nothing has to be scrolled to be read. */
const VIEWPORT = { width: 900, height: 6000 };
/** Longest stanza in a transcript, code units. */
const MAX_STANZA = 1500;

export class Tab {
  /** Errors that nobody caught, and what the console calls an error. */
  problems = [];
  frozen = false;
  crashed = false;
  /** Names the life of the page: another one after each load. */
  life;
  #page;
  #cdp;
  #name;
  #loads = 0;
  /** Resolves when the page that was last gone to is there. */
  #loading;
  #note;

  /**
   * @param {import('puppeteer-core').Page} page
   * @param {string} name
   * @param {(line: string) => void} note - Writes to the transcript.
   */
  constructor(page, name, note) {
    this.#page = page;
    this.#name = name;
    this.#note = (line) => note(`${name} ${line}`);
    this.#renew();
  }

  get name() {
    return this.#name;
  }

  async prepare() {
    const page = this.#page;
    // Also when it shares the process with a tab that is crashed on purpose: its own copy.
    page.on('error', () => (this.crashed = true));
    page.on('pageerror', (error) => {
      const text = error.stack ?? String(error);
      // What Puppeteer itself had the page do while it was loaded anew.
      if (!text.includes('pptr:evaluate')) this.#complain(text);
    });
    page.on('console', (message) => {
      if (message.type() !== 'error' || NETWORK_COMPLAINT.test(message.text())) return;
      this.#complain(`console: ${message.text()}`);
    });
    this.#cdp = await page.createCDPSession();
    this.#cdp.on('Network.webSocketCreated', ({ requestId }) => this.#note(`socket ${requestId} opens`));
    this.#cdp.on('Network.webSocketClosed', ({ requestId }) => this.#note(`socket ${requestId} closes`));
    this.#cdp.on('Network.webSocketFrameSent', ({ response }) => this.#noteFrame('>', response));
    this.#cdp.on('Network.webSocketFrameReceived', ({ response }) => this.#noteFrame('<', response));
    await this.#cdp.send('Network.enable');
    await page.setViewport(VIEWPORT);
    await this.#focus(true);
  }

  async goto(url) {
    this.crashed = false;
    this.#renew();
    this.#loading = this.#page.goto(url, { waitUntil: 'domcontentloaded' });
    await this.#loading;
  }

  /** Calls a function of the page's `chaos`. @throws {Error} when the page is gone, or does not answer. */
  async ask(name, ...args) {
    const answer = this.#page.evaluate((method, given) => globalThis.chaos[method](...given), name, args);
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${this.#name} did not answer`)), ANSWER_TIMEOUT_MS);
    });
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }

  /** Tells the page that there is a network again. */
  async wake() {
    await this.#page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
  }

  /** Loads the page anew in the moment in which it writes these. */
  async reload(jid, tokens) {
    const loaded = this.#page.waitForNavigation({ waitUntil: 'domcontentloaded', timeout: 15_000 });
    this.#loading = loaded;
    // The answer may go down with the page.
    const answer = await this.ask('writeLast', jid, tokens, true).catch(() => undefined);
    await loaded;
    this.#renew();
    return answer;
  }

  async freeze() {
    this.frozen = true;
    await this.#focus(false);
    await this.#cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
  }

  async thaw() {
    if (!this.frozen) return;
    await this.#cdp.send('Page.setWebLifecycleState', { state: 'active' });
    // Otherwise it stays hidden.
    await this.#focus(true);
    this.frozen = false;
  }

  /** The page's process dies. */
  async crash() {
    this.crashed = true;
    const crashed = new Promise((resolve) => this.#page.once('error', resolve));
    // Nobody is left to answer.
    this.#cdp.send('Page.crash').catch(() => undefined);
    await crashed;
  }

  /** As "Duplicate" in the menu of a tab: with a copy of its session storage. */
  async duplicate() {
    await this.#loading;
    const opened = new Promise((resolve) => this.#page.once('popup', resolve));
    await this.#page.evaluate(() => void globalThis.open(location.href));
    return opened;
  }

  async close() {
    await this.#page.close();
  }

  #renew() {
    this.#loads += 1;
    this.life = `${this.#name}/${this.#loads}`;
    this.#note(`loads (${this.life})`);
  }

  async #focus(enabled) {
    await this.#cdp.send('Emulation.setFocusEmulationEnabled', { enabled });
  }

  #complain(text) {
    this.problems.push(text);
    this.#note(text);
  }

  #noteFrame(arrow, { payloadData }) {
    this.#note(`${arrow} ${payloadData.slice(0, MAX_STANZA)}`);
  }
}
