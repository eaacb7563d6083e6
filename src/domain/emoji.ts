/** Most emoji that are shown big. */
const MOST = 6;

// A flag; a keycap; or pictographs with their modifiers, joined or not. No two alternatives start alike.
const EMOJI =
  /^(?:(?:\p{RI}\p{RI}|[0-9#*]\ufe0f?\u20e3|\p{ExtPict}[\p{EMod}\ufe0f]?(?:\u200d\p{ExtPict}[\p{EMod}\ufe0f]?|[\u{e0020}-\u{e007f}])*)\s*)+$/u;

/** True for a text of one to six emoji and nothing else, which is shown big. */
export function isEmojiOnly(text: string): boolean {
  // Quick for nearly every message: no emoji starts with a letter.
  const first = text.trimStart().codePointAt(0) ?? 0;
  if ((first > 0x40 && first < 0xa9) || text.length > 100 || !EMOJI.test(text.trimStart())) return false;
  let emoji = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) if (segment.trim()) emoji += 1;
  return emoji <= MOST;
}
