/** Read positions of Ethora's clients: one JSON text in private storage (XEP-0049), epoch ms by room JID. */
import { normalizeJid } from '../domain/jid.js';
import { xml, type Element } from './xml.js';

const NS_PRIVATE = 'jabber:iq:private';
const NS = 'chatjson:store';

export function buildChatjsonRequest(): Element {
  return xml('query', { xmlns: NS_PRIVATE }, xml('chatjson', { xmlns: NS }));
}

export function buildChatjson(times: ReadonlyMap<string, number>): Element {
  const value = JSON.stringify(Object.fromEntries(Array.from(times, ([jid, ms]) => [jid, String(ms)])));
  return xml('query', { xmlns: NS_PRIVATE }, xml('chatjson', { xmlns: NS, value }));
}

/** Undefined where no client of Ethora has ever written; entries that make no sense are left out, and so is 0, which is no place. */
export function parseChatjson(iq: Element): Map<string, number> | undefined {
  const value = iq.getChild('query', NS_PRIVATE)?.getChild('chatjson', NS)?.attrs.value;
  if (value === undefined) return undefined;
  const times = new Map<string, number>();
  for (const [jid, time] of Object.entries(readObject(value))) {
    const ms = Number(time);
    if (ms > 0 && Number.isFinite(ms)) times.set(normalizeJid(jid), ms);
  }
  return times;
}

function readObject(json: string): object {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
