/** What a demo page cannot know: it holds a name in double braces instead. */
import { PEOPLE } from './people.mjs';

/** Ethora's pages, and the pages of the other world that they are made from. */
const ETHORA_PAGES = {
  'ethora.html': 'alice.html',
  'ethora-side-by-side.html': 'side-by-side.html',
  'ethora-login.html': 'login.html',
};

/**
 * @typedef {object} World Where the chat server is.
 * @property {string} service
 * @property {string} domain
 */

/** @typedef {World & { api: string, appId?: string, appToken?: string }} EthoraWorld And the REST API. */

/**
 * @typedef {object} Pages
 * @property {(name: string) => string} templateOf The file that holds a page.
 * @property {(html: string, name: string) => string} fill
 */

/**
 * Puts the addresses of the servers into a page, so that its source shows the tag as one would paste it.
 * - `{{place}}`: the attributes that say where the servers of the page's world are.
 * - `{{sign-in alice}}`: the attributes that sign that person in; nothing on a server of one's own, where the login form comes.
 * - `{{#demo}}…{{/demo}}`, `{{#own}}…{{/own}}`: only with the demo's servers, only with one's own.
 * - `{{#ethora}}…{{/ethora}}`: only on Ethora's pages. `{{#both}}…{{/both}}`: only when there is such a world.
 * - `{{service}}`, `{{domain}}`, `{{ethora-domain}}`, `{{api}}`, `{{app-id}}`: single addresses.
 * - `{{login}}`, `{{password}}`: what to type into the form of the page's world. `{{accounts}}`: a table row for everyone.
 * @param {object} options
 * @param {World} options.xmpp
 * @param {EthoraWorld | undefined} options.ethora
 * @param {boolean} options.demo Whether the servers are the demo's, whose people can be signed in.
 * @returns {Pages}
 */
export function createPages({ xmpp, ethora, demo }) {
  const isEthora = (name) => ethora !== undefined && Object.hasOwn(ETHORA_PAGES, name);
  return {
    templateOf: (name) => (isEthora(name) ? ETHORA_PAGES[name] : name),
    fill(html, name) {
      const world = isEthora(name) ? ethora : xmpp;
      const shown = { demo, own: !demo, ethora: isEthora(name), both: ethora !== undefined };
      const { user, email, password } = PEOPLE[0];
      const texts = {
        service: xmpp.service,
        domain: xmpp.domain,
        'ethora-domain': ethora?.domain,
        api: ethora?.api,
        'app-id': ethora?.appId,
        login: isEthora(name) ? email : user,
        password,
      };
      return sections(html, shown)
        .replace(/\s*\{\{sign-in (\w+)\}\}/g, (_, who) => (demo ? signIn(who, isEthora(name)) : ''))
        .replaceAll('{{place}}', placeOf(world))
        .replaceAll('{{accounts}}', PEOPLE.map((person) => accountRow(person, shown.both)).join('\n'))
        .replace(/\{\{([\w-]+)\}\}/g, (_, key) => escapeHtml(texts[key] ?? ''));
    },
  };
}

/** Also those inside others. */
function sections(html, shown) {
  return html.replace(/\{\{#(\w+)\}\}([^]*?)\{\{\/\1\}\}/g, (_, name, content) =>
    shown[name] ? sections(content, shown) : '',
  );
}

function placeOf({ service, domain, api, appId, appToken }) {
  return attributes({ service, domain, api, 'app-id': appId, 'app-token': appToken });
}

/** E-mail and password have no attributes of the widget's own; the script beside it reads these. */
function signIn(who, isEthora) {
  const { user, email, password } = PEOPLE.find((person) => person.user === who) ?? {};
  const login = isEthora ? { 'data-email': email, 'data-password': password } : { username: user, password };
  return ` ${attributes(login)}`;
}

function attributes(values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return given.map(([name, value]) => `${name}="${escapeHtml(value)}"`).join(' ');
}

function accountRow({ user, email, password, name }, withEmail) {
  const codes = [user, ...(withEmail ? [email] : []), password].map(
    (text) => `<td><code>${escapeHtml(text)}</code></td>`,
  );
  return `<tr><td>${escapeHtml(name)}</td>${codes.join('')}</tr>`;
}

function escapeHtml(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
