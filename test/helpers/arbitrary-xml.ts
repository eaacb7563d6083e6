import fc from 'fast-check';
import { xml, type Element } from '../../src/protocol/xml.js';

const NAMES = [
  ...['message', 'presence', 'iq', 'body', 'subject', 'x', 'item', 'status', 'reason', 'destroy', 'error', 'text'],
  ...['result', 'forwarded', 'delay', 'fin', 'set', 'first', 'last', 'count', 'query', 'feature', 'identity', 'field'],
  ...['value', 'pubsub', 'items', 'conference', 'nick', 'stanza-id', 'data', 'delete', 'replace', 'features', 'sm'],
  ...['mechanisms', 'mechanism', 'challenge', 'success', 'failure', 'bind', 'jid', 'a', 'r', 'ping', 'ns:body'],
];
const NAMESPACES = [
  ...['jabber:client', 'urn:xmpp:mam:2', 'urn:xmpp:forward:0', 'urn:xmpp:delay', 'urn:xmpp:sid:0', 'urn:xmpp:sm:3'],
  ...['http://jabber.org/protocol/muc#user', 'http://jabber.org/protocol/rsm', 'urn:xmpp:bookmarks:1', 'jabber:x:data'],
  ...['http://jabber.org/protocol/disco#items', 'http://jabber.org/protocol/disco#info', 'urn:xmpp:ping'],
  ...['http://jabber.org/protocol/pubsub', 'urn:ietf:params:xml:ns:xmpp-stanzas', 'urn:ietf:params:xml:ns:xmpp-sasl'],
  ...['urn:ietf:params:xml:ns:xmpp-bind'],
];
const ATTRIBUTES = [
  ...[
    'id',
    'from',
    'to',
    'type',
    'by',
    'stamp',
    'queryid',
    'jid',
    'nick',
    'role',
    'affiliation',
    'code',
    'name',
    'var',
  ],
  ...['node', 'complete', 'autojoin', 'users_cnt', 'room_thumbnail', 'fullName', 'photo', 'h', 'category', '__proto__'],
];
const VALUES = [
  ...['', ' ', 'a', 'groupchat', 'error', 'unavailable', 'result', 'get', 'true', '1', '-1', 'NaN', '1e999', 'none'],
  ...['room@conference.example.org/nick', 'room@conference.example.org', '@', '/', 'a@b/c/d', '__proto__', '110'],
  ...['2020-01-01T00:00:00Z', '2020-99-99T99:99:99Z', 'constructor', '\u202e', '😀', '\u0000'],
];

const attributes = fc
  .dictionary(fc.constantFrom(...ATTRIBUTES), fc.oneof(fc.constantFrom(...VALUES), fc.string()), { maxKeys: 6 })
  .chain((attrs) => fc.option(fc.constantFrom(...NAMESPACES)).map((xmlns) => (xmlns ? { ...attrs, xmlns } : attrs)));
const text = fc.oneof(fc.constantFrom(...VALUES), fc.string());

/** Any tree made of the words that this project's parsers look for, in any order. */
export const arbitraryElement: fc.Arbitrary<Element> = fc.letrec<{ element: Element; child: Element | string }>(
  (tie) => ({
    element: fc
      .tuple(fc.constantFrom(...NAMES), attributes, fc.array(tie('child'), { maxLength: 5 }))
      .map(([name, attrs, children]) => xml(name, attrs, ...children)),
    child: fc.oneof({ depthSize: 'small', withCrossShrink: true }, text, tie('element')),
  }),
).element;
