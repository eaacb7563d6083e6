/** A room of a scripted server: see `scripted-server.ts`. */
import type { Rule } from './scripted-server.js';

/** Lets `nick` in and has no archive yet. Put before `loginRules()`. */
export function roomRules(roomJid: string, nick: string): readonly Rule[] {
  return [
    { on: `^<presence[^>]* to=["']${roomJid}/`, send: [selfPresence(roomJid, nick), subject(roomJid)] },
    {
      on: `^<iq[^>]* to=["']${roomJid}["'].*urn:xmpp:mam:2`,
      send: [
        `<iq xmlns='jabber:client' type='result' id='$id' from='${roomJid}'>` +
          `<fin xmlns='urn:xmpp:mam:2' complete='true'><set xmlns='http://jabber.org/protocol/rsm'/></fin></iq>`,
      ],
    },
  ];
}

/** What the room sends to whoever has entered it. */
export function selfPresence(roomJid: string, nick: string): string {
  return (
    `<presence xmlns='jabber:client' from='${roomJid}/${nick}'><x xmlns='http://jabber.org/protocol/muc#user'>` +
    `<item affiliation='member' role='participant'/><status code='110'/></x></presence>`
  );
}

/** The subject that ends the way in. */
export function subject(roomJid: string, text = ''): string {
  return `<message xmlns='jabber:client' type='groupchat' from='${roomJid}'><subject>${text}</subject></message>`;
}

/** A live message. `inside`: more children. `id`: of the archive, and with `c-` before it, of the sender. */
export function groupchat(from: string, id: string, body: string, inside = ''): string {
  const by = from.replace(/\/.*$/, '');
  return (
    `<message xmlns='jabber:client' type='groupchat' from='${from}' id='c-${id}'><body>${body}</body>` +
    `<stanza-id xmlns='urn:xmpp:sid:0' by='${by}' id='${id}'/>${inside}</message>`
  );
}
