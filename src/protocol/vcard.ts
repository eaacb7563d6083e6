/** vcard-temp: XEP-0054 v1.3.0, https://xmpp.org/extensions/xep-0054.html */
import { xml, type Element } from './xml.js';

const NS = 'vcard-temp';

/** Asks for a person's card; sent to nobody, for one's own. */
export function buildVcardRequest(): Element {
  return xml('vCard', { xmlns: NS });
}

/** The name on the card: the full one, else the nickname. Undefined when there is none. */
export function parseVcardName(iq: Element): string | undefined {
  const card = iq.getChild('vCard', NS);
  const names = [card?.getChildText('FN'), card?.getChildText('NICKNAME')];
  return names.map((name) => name?.trim()).find(Boolean);
}
