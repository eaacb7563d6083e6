/** What a demo page cannot know: it holds a name in double braces instead. */
import { PEOPLE } from './people.mjs';

/**
 * Puts the address of the chat server into a page, so that its source shows the tag as one would paste it.
 * - `{{service}}`, `{{domain}}`: where the chat server is.
 * - `{{sign-in alice}}`: the attributes that sign that person in; nothing on a server of one's own, where the login form comes.
 * - `{{#demo}}…{{/demo}}`, `{{#own}}…{{/own}}`: only with the demo's server, only with one's own.
 * - `{{accounts}}`: a table row for everyone.
 * @param {string} html
 * @param {{ service: string, domain: string, demo: boolean }} server
 */
export function fillPage(html, { service, domain, demo }) {
  return html
    .replace(/\{\{#(demo|own)\}\}([^]*?)\{\{\/\1\}\}/g, (_, kind, content) =>
      (kind === 'demo') === demo ? content : '',
    )
    .replace(/\s*\{\{sign-in (\w+)\}\}/g, (_, user) => (demo ? signIn(user) : ''))
    .replaceAll('{{service}}', escapeHtml(service))
    .replaceAll('{{domain}}', escapeHtml(domain))
    .replaceAll('{{accounts}}', PEOPLE.map(accountRow).join('\n'));
}

function signIn(user) {
  const password = PEOPLE.find((person) => person.user === user)?.password ?? '';
  return ` username="${escapeHtml(user)}" password="${escapeHtml(password)}"`;
}

function accountRow({ user, password, name }) {
  return `<tr><td>${escapeHtml(name)}</td><td><code>${escapeHtml(user)}</code></td><td><code>${escapeHtml(password)}</code></td></tr>`;
}

function escapeHtml(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
