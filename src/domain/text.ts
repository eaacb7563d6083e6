import { MAX_BODY_LENGTH } from './message.js';

/** Longest text, in lines, that is shown. */
const MAX_LINES = 1000;

/**
 * Removes what XML 1.0 cannot carry: control characters, U+FFFE and U+FFFF; a lone surrogate becomes U+FFFD. One of them in a
 * stanza and the server closes the stream.
 */
export function cleanXmlText(text: string): string {
  return UNCLEAN.test(text) ? text.toWellFormed().replace(NOT_XML, '') : text;
}

// eslint-disable-next-line no-control-regex -- these are the characters to find
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
// eslint-disable-next-line no-control-regex -- these are the characters to find
const UNCLEAN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/;

/** The text, cut off with an ellipsis where it is longer than anyone would read in a chat. */
export function clipBody(text: string): string {
  const clipped = cut(text, MAX_BODY_LENGTH);
  const lines = clipped.split('\n', MAX_LINES + 1);
  return lines.length > MAX_LINES ? lines.slice(0, MAX_LINES).join('\n') + '\n…' : clipped;
}

/** The first line that is not blank, at most `length` code units, for previews. */
export function firstLine(text: string, length = 200): string {
  const line =
    text
      .slice(0, 4 * length)
      .trim()
      .split('\n', 1)[0] ?? '';
  return cut(line, length);
}

/** At most so many code units and an ellipsis; no character is cut in two. */
function cut(text: string, length: number): string {
  return text.length > length ? text.slice(0, length).replace(/[\ud800-\udbff]$/, '') + '…' : text;
}
