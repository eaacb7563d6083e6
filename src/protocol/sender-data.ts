/** Who writes, in Ethora's <data>: read by name only, so the namespace is the one that its documentation recommends. */
import { xml, type Element } from './xml.js';

const NS = 'https://ethora.com/xmpp/data';

/** Goes with every message. Others show the name as a hint; it proves nothing. */
export function buildSenderData(roomJid: string, name: string): Element {
  const [first = '', ...rest] = name.split(' ');
  return xml('data', {
    xmlns: NS,
    senderFirstName: first,
    senderLastName: rest.join(' '),
    fullName: name,
    roomJid,
    isSystemMessage: 'false',
  });
}

/** What the sender claims to be called; undefined when nothing is claimed. */
export function parseSenderName(stanza: Element): string | undefined {
  const data = stanza.getChild('data')?.attrs;
  const names = [data?.fullName, [data?.senderFirstName, data?.senderLastName].filter(Boolean).join(' ')];
  return names.map((text) => text?.trim()).find(Boolean);
}

/** URL of the picture that the sender claims; undefined when there is none. */
export function parseSenderPicture(stanza: Element): string | undefined {
  const data = stanza.getChild('data')?.attrs;
  return [data?.photo, data?.photoURL, data?.profileImage].find(Boolean);
}
