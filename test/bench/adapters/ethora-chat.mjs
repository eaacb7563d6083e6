/** This widget: the built file and one tag, as the README tells a page to do it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { escapeHtml } from './html.mjs';

const root = new URL('../../../', import.meta.url);

/** @type {import('./index.mjs').Adapter} */
export const ethoraChat = {
  name: 'ethora-chat',
  version: () => JSON.parse(readFileSync(new URL('package.json', root), 'utf8')).version,
  folder: fileURLToPath(new URL('dist/', root)),

  page: ({ service, domain, conference, username, password, room }) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Ethora Chat</title>
<link rel="icon" href="data:,">
<style>body { margin: 0 } ethora-chat { display: block; block-size: 100vh }</style>
<script type="module" src="/ethora-chat/ethora-chat.js"></script>
<ethora-chat layout="room" service="${escapeHtml(service)}" domain="${escapeHtml(domain)}" conference="${escapeHtml(conference)}"
  username="${escapeHtml(username)}" password="${escapeHtml(password)}" room="${escapeHtml(room)}"></ethora-chat>
</html>
`,

  locate: () => {
    const find = (root) => {
      const thread = root.querySelector('ethora-thread');
      if (thread) return thread;
      for (const element of root.querySelectorAll('*')) {
        const inside = element.shadowRoot && find(element.shadowRoot);
        if (inside) return inside;
      }
      return undefined;
    };
    let thread;
    return {
      rows: () => {
        if (!thread?.isConnected) thread = find(document);
        return thread?.shadowRoot?.querySelectorAll('[part~="message"]') ?? [];
      },
    };
  },
};
