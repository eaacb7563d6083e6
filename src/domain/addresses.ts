import { normalizeJid } from './jid.js';

/** The addresses that somebody typed, one after the other; a bare name is one of the own server. */
export function readAddresses(text: string, domain: string): string[] {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  return words.map((word) => normalizeJid(word.includes('@') ? word : `${word}@${domain}`));
}
