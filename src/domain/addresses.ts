import { bareJid, isBareJid, jidDomain, normalizeJid } from './jid.js';

/**
 * The people that somebody named, one after the other; a bare name is one of the own server. `names`: address by full name, in
 * lower case. `wrong`: the words that are no address of anybody else.
 */
export function readAddresses(text: string, own: string, names: ReadonlyMap<string, string>) {
  const jids: string[] = [];
  const wrong: string[] = [];
  for (const part of text.split(/[,;]/)) {
    const words = part.trim().split(/\s+/);
    const named = words.length > 1 ? names.get(words.join(' ').toLowerCase()) : undefined;
    for (const word of named ? [named] : words.filter(Boolean)) {
      const jid = bareJid(normalizeJid(word.includes('@') ? word : `${word}@${jidDomain(own)}`));
      const isRight = isBareJid(jid) && jid !== own;
      (isRight ? jids : wrong).push(isRight ? jid : word);
    }
  }
  return { jids, wrong };
}
