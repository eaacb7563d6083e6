/** The floor: what a page costs that does only what no chat can leave out, in a hundred lines without a library. */
import { fileURLToPath } from 'node:url';
import { scriptJson } from './html.mjs';

/** @type {import('./index.mjs').Adapter} */
export const floor = {
  name: 'floor',
  version: () => 'of this repository',
  folder: fileURLToPath(new URL('floor/', import.meta.url)),

  page: (session) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Floor</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/floor/floor.css">
<main id="messages"></main>
<script type="application/json" id="session">${scriptJson(session)}</script>
<script type="module" src="/floor/floor.js"></script>
</html>
`,

  locate: () => ({ rows: () => document.getElementById('messages')?.children ?? [] }),
};
