import { bareJid, isBareJid, jidDomain, jidLocal, normalizeJid } from './jid.js';

/**
 * The people that somebody named, one after the other: by address, by full or first name of those who are known, or by username
 * on the own server. `known`: full names by address. `wrong`: the words that are no address of anybody else.
 */
export function readAddresses(text: string, own: string, known: ReadonlyMap<string, string>) {
  const jids: string[] = [];
  const wrong: string[] = [];
  for (const part of text.split(/[,;]/)) {
    const words = part.split(/\s+/).filter(Boolean);
    const named = words[1] && findByName(words.join(' '), known);
    for (const word of named ? [named] : words) {
      const jid = readAddress(word, jidDomain(own), known);
      if (isBareJid(jid) && jid !== own) jids.push(jid);
      else wrong.push(word);
    }
  }
  return { jids, wrong };
}

function readAddress(word: string, domain: string, known: ReadonlyMap<string, string>): string {
  const hasDomain = word.includes('@');
  const jid = bareJid(normalizeJid(hasDomain ? word : `${word}@${domain}`));
  // Whoever is known by this username goes before whoever is called so.
  return hasDomain || known.has(jid) ? jid : (findByName(word, known) ?? jid);
}

/** Whose name this is, or begins with these words; undefined when it is that of several. A username is no name. */
function findByName(words: string, known: ReadonlyMap<string, string>): string | undefined {
  const wanted = `${words.toLowerCase()} `;
  const found = [...known].filter(
    ([jid, name]) => name !== jidLocal(jid) && `${name.toLowerCase()} `.startsWith(wanted),
  );
  return found.length === 1 ? found[0]?.[0] : undefined;
}
