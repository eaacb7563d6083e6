// Logs in (SCRAM-SHA-1), joins, shows the newest 50, appends what comes, pages back. Nothing else.
const { service, domain, username, password, room } = JSON.parse(document.getElementById('session').textContent);
const list = document.getElementById('messages');
const socket = new WebSocket(service, 'xmpp');
const parser = new DOMParser();
const utf8 = new TextEncoder();
const timeFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const open = `<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="${domain}" version="1.0"/>`;
const nonce = crypto.randomUUID();
let signedIn = false;
let oldestId = '';
let complete = false;
let page; // the history page on its way: [{ id, row }]

const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const bytesOf = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const hmac = async (key, text) => {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, utf8.encode(text)));
};

async function answer(challenge) {
  const { r, s, i } = Object.fromEntries(challenge.split(',').map((part) => [part[0], part.slice(2)]));
  const secret = await crypto.subtle.importKey('raw', utf8.encode(password), 'PBKDF2', false, ['deriveBits']);
  const derive = { name: 'PBKDF2', hash: 'SHA-1', salt: bytesOf(s), iterations: Number(i) };
  const clientKey = await hmac(await crypto.subtle.deriveBits(derive, secret, 160), 'Client Key');
  const bare = `c=biws,r=${r}`;
  const signature = await hmac(
    await crypto.subtle.digest('SHA-1', clientKey),
    `n=${username},r=${nonce},${challenge},${bare}`,
  );
  return btoa(`${bare},p=${base64(clientKey.map((byte, index) => byte ^ signature[index]))}`);
}

function askHistory(before) {
  page = [];
  socket.send(
    `<iq xmlns="jabber:client" type="set" to="${room}" id="mam"><query xmlns="urn:xmpp:mam:2" queryid="mam">` +
      `<set xmlns="http://jabber.org/protocol/rsm"><max>50</max><before>${before}</before></set></query></iq>`,
  );
}

function enter() {
  socket.send('<presence xmlns="jabber:client"/>');
  socket.send(
    `<presence xmlns="jabber:client" to="${room}/${username}"><x xmlns="http://jabber.org/protocol/muc">` +
      '<history maxstanzas="0"/></x></presence>',
  );
  askHistory('');
}

function element(name, text) {
  const node = document.createElement(name);
  node.textContent = text;
  return node;
}

function createRow(message, stamp) {
  const row = document.createElement('article');
  const author = message.getAttribute('from').split('/').slice(1).join('/');
  const time = timeFormat.format(stamp ? new Date(stamp) : new Date());
  row.append(element('b', author), element('time', time), element('p', message.querySelector('body').textContent));
  return row;
}

const atBottom = () => list.scrollHeight - list.scrollTop - list.clientHeight < 4;
let pinned = true;
let lastTop = 0;
let following = false; // one scroll a frame, however many messages

function follow() {
  if (following) return;
  following = true;
  requestAnimationFrame(() => {
    following = false;
    list.scrollTop = list.scrollHeight;
  });
}

function onMessage(message) {
  const result = message.querySelector('result');
  if (!message.querySelector('body')) return;
  if (result) {
    const row = createRow(result.querySelector('message'), result.querySelector('delay').getAttribute('stamp'));
    page.push({ id: result.id, row });
  } else if (message.getAttribute('type') === 'groupchat') {
    list.append(createRow(message));
    if (pinned) follow();
  }
}

function onIq(iq) {
  if (iq.id === 'bind') enter();
  if (iq.id !== 'mam' || !page) return;
  complete = iq.querySelector('fin')?.getAttribute('complete') === 'true';
  oldestId = page[0]?.id ?? oldestId;
  const heightBefore = list.scrollHeight;
  list.prepend(...page.map(({ row }) => row));
  page = undefined;
  if (pinned) list.scrollTop = list.scrollHeight;
  // The browser keeps the reader's place by itself, but not at the very top.
  else if (list.scrollTop === 0) list.scrollTop = list.scrollHeight - heightBefore;
}

list.addEventListener(
  'scroll',
  () => {
    // More may have come since a scroll of ours; only a reader scrolls up.
    pinned = atBottom() || (pinned && list.scrollTop >= lastTop);
    lastTop = list.scrollTop;
    if (list.scrollTop < 1500 && !page && !complete) askHistory(oldestId);
  },
  { passive: true },
);

async function onFrame(stanza) {
  if (stanza.localName === 'message') onMessage(stanza);
  else if (stanza.localName === 'iq') onIq(stanza);
  else if (stanza.localName === 'features' && signedIn) {
    socket.send('<iq xmlns="jabber:client" type="set" id="bind"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>');
  } else if (stanza.localName === 'features') {
    const first = btoa(`n,,n=${username},r=${nonce}`);
    socket.send(`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="SCRAM-SHA-1">${first}</auth>`);
  } else if (stanza.localName === 'challenge') {
    socket.send(
      `<response xmlns="urn:ietf:params:xml:ns:xmpp-sasl">${await answer(atob(stanza.textContent))}</response>`,
    );
  } else if (stanza.localName === 'success') {
    signedIn = true;
    socket.send(open);
  }
}

socket.addEventListener('open', () => socket.send(open));
socket.addEventListener('message', ({ data }) => onFrame(parser.parseFromString(data, 'text/xml').documentElement));
