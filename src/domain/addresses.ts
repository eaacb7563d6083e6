import { bareJid, isBareJid, jidDomain, normalizeJid } from './jid.js';

/**
 * The people that somebody named, one after the other; a bare name is one of the own server. `known`: full names by address.
 * `wrong`: the words that are no address of anybody else.
 */
export function readAddresses(text: string, own: string, known: ReadonlyMap<string, string>) {
  const jids: string[] = [];
  const wrong: string[] = [];
  for (const part of text.split(/[,;]/)) {
    const words = part.split(/\s+/).filter(Boolean);
    const named = words[1] && [...known].find(([, name]) => name.toLowerCase() === words.join(' ').toLowerCase())?.[0];
    for (const word of named ? [named] : words) {
      const jid = bareJid(normalizeJid(word.includes('@') ? word : `${word}@${jidDomain(own)}`));
      if (isBareJid(jid) && jid !== own) jids.push(jid);
      else wrong.push(word);
    }
  }
  return { jids, wrong };
}
