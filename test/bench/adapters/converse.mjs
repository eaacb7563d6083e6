/**
 * Converse.js from its published dist, embedded in a page with one room: its own documentation's setup for that
 * (`embedded`, `singleton`), everything else as it comes.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { scriptJson } from './html.mjs';

const folder = new URL('../node_modules/converse.js/', import.meta.url);

/** @type {import('./index.mjs').Adapter} */
export const converse = {
  name: 'converse',
  version: () => JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')).version,
  folder: fileURLToPath(new URL('dist/', folder)),

  page: (session) => `<!doctype html>
<html lang="en" class="converse-embedded">
<meta charset="utf-8">
<title>Converse</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/converse/converse.min.css">
<script type="module" src="/converse/converse.min.js"></script>
<style>html, body { margin: 0; block-size: 100% } converse-root { display: block; block-size: 100vh }</style>
<body>
<converse-root></converse-root>
<script type="module">converse.initialize(${scriptJson(settings(session))});</script>
</body>
</html>
`,

  locate: () => ({ rows: () => document.querySelectorAll('converse-chat-message .chat-msg') }),
};

function settings({ service, domain, conference, username, password, room }) {
  return {
    view_mode: 'embedded',
    singleton: true,
    assets_path: '/converse/',
    websocket_url: service,
    discover_connection_methods: false,
    authentication: 'login',
    auto_login: true,
    // A full JID: without a resource of its own, a reload resumes a stream that the server then closes.
    jid: `${username}@${domain}/bench-${process.pid}`,
    password,
    muc_domain: conference,
    auto_join_rooms: [{ jid: room, nick: username }],
    archived_messages_page_size: 50,
    i18n: 'en',
    loglevel: 'error',
  };
}
