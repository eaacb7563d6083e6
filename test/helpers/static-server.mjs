import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** A page that allows nothing but the widget's script, its connection and files: no inline style, no `eval`, no other host. */
const POLICY = [
  "default-src 'none'; script-src 'self'; style-src 'nonce-page'",
  'img-src data: blob: http://127.0.0.1:*; connect-src ws://127.0.0.1:* ws://127.0.0.2:* http://127.0.0.1:*',
].join('; ');

/**
 * Serves `ethora-chat.js` and one page that embeds it, on loopback. The page's query string gives the attributes of the tag.
 *
 * @param {object} [options]
 * @param {string} [options.script] - Text of a script that runs in the page before the widget.
 */
export async function startStaticServer({ script } = {}) {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    if (pathname === '/') {
      const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY };
      response.writeHead(200, headers).end(pageWith(searchParams, script !== undefined));
      return;
    }
    if (pathname === '/first.js' && script !== undefined) {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
      return;
    }
    readFile(dist + pathname.slice(1)).then(
      (body) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    /** Address of a page whose `<ethora-chat>` has these attributes. */
    pageUrl: (attributes) => `http://127.0.0.1:${server.address().port}/?${new URLSearchParams(attributes)}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function pageWith(attributes, hasScript) {
  const text = [...attributes].map(([name, value]) => ` ${name}="${value.replaceAll('"', '&quot;')}"`).join('');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>A page</title>
    <link rel="icon" href="data:," />
    <style nonce="page">html, body { height: 100%; margin: 0 } ethora-chat { height: 100% }</style>
    ${hasScript ? '<script src="/first.js"></script>' : ''}
    <script type="module" src="/ethora-chat.js"></script>
  </head>
  <body><ethora-chat${text}></ethora-chat></body>
</html>`;
}
