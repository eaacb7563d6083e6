/**
 * Runs in the page before the widget: makes its clock jump and its storage fail as the cookie `chaos` says, writes through the
 * session, and tells what the session and the page show.
 */
(() => {
  const TOKEN = /s\d+-[a-z]+-\d+e/;
  const RealDate = Date;
  const conditions = { clockMs: 0, storage: '' };
  /** What was seen twice at the same moment, and errors that nobody caught. */
  const problems = new Set();
  let session;

  function readConditions() {
    const [, text] = /(?:^|; )chaos=([^;]*)/.exec(document.cookie) ?? [];
    if (text) Object.assign(conditions, JSON.parse(decodeURIComponent(text)));
  }

  globalThis.Date = class extends RealDate {
    constructor(...args) {
      if (args.length === 0) super(RealDate.now() + conditions.clockMs);
      else super(...args);
    }
    static now() {
      return RealDate.now() + conditions.clockMs;
    }
  };

  const quota = () => new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  function replace(prototype, name, make) {
    const original = prototype[name];
    prototype[name] = make(original);
  }
  replace(
    Storage.prototype,
    'setItem',
    (original) =>
      function (...args) {
        if (conditions.storage) throw quota();
        return original.apply(this, args);
      },
  );
  for (const name of ['put', 'add']) {
    replace(
      IDBObjectStore.prototype,
      name,
      (original) =>
        function (...args) {
          if (conditions.storage === 'throw') throw quota();
          const request = original.apply(this, args);
          if (conditions.storage === 'abort') abortWith(request, this.transaction);
          return request;
        },
    );
  }

  /** As browsers do: the write is accepted, and its transaction fails later. */
  function abortWith(request, transaction) {
    Object.defineProperty(transaction, 'error', { configurable: true, value: quota() });
    request.addEventListener('success', () => {
      try {
        transaction.abort();
      } catch {
        // Another write of it has done so.
      }
    });
  }

  const tokenOf = ({ body, attachment }) => TOKEN.exec(`${body} ${attachment?.name ?? ''}`)?.[0];

  function describeCopies(messages, token) {
    const copies = messages.filter((message) => tokenOf(message) === token);
    return copies.map(({ key, archiveId, status }) => `${key} (archived as ${archiveId}, ${status})`).join(', ');
  }

  function watch(jid, watched) {
    if (watched.has(jid)) return;
    watched.add(jid);
    session.room(jid).timeline.$messages.subscribe((messages) => {
      const tokens = messages.map(tokenOf);
      const twice = tokens.find((token, index) => token && tokens.indexOf(token) !== index);
      if (twice) problems.add(`${twice} was shown twice at once: ${describeCopies(messages, twice)}`);
    });
  }

  const started = (async () => {
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
    await customElements.whenDefined('ethora-chat');
    const chat = document.querySelector('ethora-chat');
    await chat.updateComplete;
    session = chat.session;
    const watched = new Set();
    session.rooms.$byJid.subscribe((rooms) => Object.keys(rooms).forEach((jid) => watch(jid, watched)));
  })();

  function describeMessage(message) {
    const { key, own, status, failure } = message;
    return { token: tokenOf(message), key, own, status, failure };
  }

  function describeRoom({ jid, presence, denial, unread }) {
    const { $messages, $status, $gaps, $catchingUp } = session.room(jid).timeline;
    const messages = $messages.get().map(describeMessage);
    return {
      ...{ jid, presence, denial, unread, open: session.rooms.$active.get() === jid },
      ...{ history: $status.get(), gaps: $gaps.get().size, catchingUp: $catchingUp.get() },
      ...{ messages: messages.filter(({ token }) => token), others: messages.filter(({ token }) => !token).length },
    };
  }

  /** The messages that stand on the page, of the open room. */
  function tokensOnPage() {
    const thread = document.querySelector('ethora-chat').shadowRoot.querySelector('ethora-thread');
    const found = [...(thread?.shadowRoot.querySelectorAll('[part~="message"]') ?? [])];
    return found.map((element) => TOKEN.exec(element.textContent)?.[0]).filter(Boolean);
  }

  function readPositions() {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith('ethora-chat:read:'));
    return Object.fromEntries(keys.map((key) => [key.slice(key.indexOf('/') + 1), localStorage.getItem(key)]));
  }

  /** Resolves with the id once the message is shown; undefined when it is not taken. */
  function shown(jid, clientId) {
    return new Promise((resolve) => {
      const stop = session.room(jid).timeline.$messages.subscribe((messages) => {
        if (!messages.some((message) => message.clientId === clientId)) return;
        resolve(clientId);
        queueMicrotask(() => stop());
      });
    });
  }

  readConditions();
  addEventListener('error', ({ message }) => problems.add(message));
  addEventListener('unhandledrejection', ({ reason }) => problems.add(`unhandled: ${reason?.stack ?? reason}`));

  globalThis.chaos = {
    readConditions,
    async writeText(jid, token) {
      await started;
      const message = session.send(token, jid);
      return message && shown(jid, message.clientId);
    },
    async writeFile(jid, token) {
      await started;
      const [message] = session.sendFiles([new File([token], `${token}.txt`, { type: 'text/plain' })], jid);
      return message && shown(jid, message.clientId);
    },
    /** Several at once, and, in the same moment, the end of the page. Tells of each whether it is shown: then it is kept. */
    writeLast(jid, tokens, reload) {
      const ids = tokens.map((token) => session?.send(token, jid)?.clientId);
      const messages = session?.room(jid).timeline.$messages.get() ?? [];
      if (reload) location.reload();
      return ids.map((id) => messages.some(({ clientId }) => clientId === id));
    },
    retry: (jid, key) => session.retry(jid, key),
    openRoom: (jid) => session.openRoom(jid),
    /** Fetches a page of what is missing of a room's history. */
    async loadMore(jid) {
      const { $gaps, $status } = session.room(jid).timeline;
      const [gap] = $gaps.get().keys();
      if (gap) await session.fillGap(jid, gap);
      else if ($status.get() === 'ready') await session.loadOlder(jid);
    },
    state() {
      return {
        connection: session?.connection.$state.get() ?? {},
        list: session?.rooms.$status.get(),
        rooms: session ? Object.values(session.rooms.$byJid.get()).map(describeRoom) : [],
        ...{ visible: document.visibilityState === 'visible', page: tokensOnPage() },
        ...{ positions: readPositions(), problems: [...problems] },
      };
    },
  };
})();
