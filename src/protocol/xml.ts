/** XML elements (RFC 6120, RFC 7395), and the one place where outgoing text is made fit for them. */
import { xml, type Element } from '@xmpp/client';
import { cleanXmlText } from '../domain/text.js';

export { xml, type Element };

/** Makes every text and attribute of a stanza such that XML can carry it. Changes the stanza in place. */
export function cleanStanza(stanza: Element): Element {
  for (const [name, value] of Object.entries(stanza.attrs)) {
    if (typeof value === 'string') stanza.attrs[name] = cleanXmlText(value);
  }
  stanza.children = stanza.children.map((child) =>
    typeof child === 'string' ? cleanXmlText(child) : cleanStanza(child),
  );
  return stanza;
}
