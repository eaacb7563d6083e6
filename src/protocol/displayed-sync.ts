/** Message Displayed Synchronization: XEP-0490 v0.1.0, https://xmpp.org/extensions/xep-0490.html */
import { normalizeJid } from '../domain/jid.js';
import { xml, type Element } from './xml.js';

const NS = 'urn:xmpp:mds:displayed:0';
const NS_SID = 'urn:xmpp:sid:0';
const NS_PUBSUB = 'http://jabber.org/protocol/pubsub';

/** Asks one's own account how far every chat was read. */
export function buildDisplayedRequest(): Element {
  return xml('pubsub', { xmlns: NS_PUBSUB }, xml('items', { node: NS }));
}

/** Archive ids by room. Ids that the room itself did not give say nothing and are left out. */
export function parseDisplayedItems(iq: Element): Map<string, string> {
  const items = iq.getChild('pubsub', NS_PUBSUB)?.getChild('items')?.getChildren('item') ?? [];
  const positions = new Map<string, string>();
  for (const item of items) {
    const jid = normalizeJid(item.attrs.id ?? '');
    const { id, by } = item.getChild('displayed', NS)?.getChild('stanza-id', NS_SID)?.attrs ?? {};
    if (jid && id && by && normalizeJid(by) === jid) positions.set(jid, id);
  }
  return positions;
}

/** Tells one's other devices. The options are those that the XEP demands; a server that cannot keep them refuses. */
export function buildDisplayedPublish(roomJid: string, archiveId: string): Element {
  const displayed = xml('displayed', { xmlns: NS }, xml('stanza-id', { xmlns: NS_SID, by: roomJid, id: archiveId }));
  return xml(
    'pubsub',
    { xmlns: NS_PUBSUB },
    xml('publish', { node: NS }, xml('item', { id: roomJid }, displayed)),
    xml('publish-options', {}, xml('x', { xmlns: 'jabber:x:data', type: 'submit' }, ...OPTIONS.map(buildField))),
  );
}

const OPTIONS: readonly (readonly [string, string])[] = [
  ['FORM_TYPE', `${NS_PUBSUB}#publish-options`],
  ['pubsub#persist_items', 'true'],
  ['pubsub#max_items', 'max'],
  ['pubsub#send_last_published_item', 'never'],
  ['pubsub#access_model', 'whitelist'],
];

function buildField([name, value]: readonly [string, string]): Element {
  return xml('field', { var: name }, xml('value', {}, value));
}
