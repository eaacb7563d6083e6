/** Pictures made from a name, for those who have none. */

/** How many colours there are. */
export const AVATAR_HUES = 8;

/** The colour of a person or room, from 0: the same for the same JID, everywhere and always (FNV-1a). */
export function avatarHue(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  // The low bits of FNV alone are uneven for ids that differ in one place only.
  return ((hash ^ (hash >>> 15)) >>> 0) % AVATAR_HUES;
}

/** One or two letters: of the first and the last word before a comma, or the first two of a single word. Empty when there is none. */
export function initials(name: string): string {
  const words = (name.split(',')[0] ?? '').match(WORD) ?? name.match(WORD) ?? [];
  const first = graphemes(words[0] ?? '');
  const last = words.length > 1 ? graphemes(words[words.length - 1] ?? '') : first.slice(1);
  return [first[0], last[0]].join('').toLocaleUpperCase('und');
}

/** What a person is called in passing: the first word of the name. */
export function shortName(name: string): string {
  return name.trim().split(/\s/, 1)[0] ?? name;
}

/** The picture's URL when it may be loaded: https, blob, or http on a page that is itself on this machine. Undefined otherwise. */
export function pictureUrl(url: string | undefined, pageIsLocal: boolean): string | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'blob:' || (protocol === 'http:' && pageIsLocal) ? href : undefined;
}

/** A run that starts with a letter, a digit or a pictograph. */
const WORD = /[\p{L}\p{N}\p{Extended_Pictographic}][^\s\-_.]*/gu;

/** The Arabic article belongs to the word, but says nothing about it. */
const ARTICLE = /^ال(?=\p{L}{2})/u;

/** The first two characters as a person counts them. */
function graphemes(word: string): string[] {
  // A name may be long; what the eye calls two characters is hardly ever more than 32 code units.
  const start = word.slice(0, 32).replace(ARTICLE, '');
  return Array.from(new Intl.Segmenter().segment(start), ({ segment }) => segment).slice(0, 2);
}
