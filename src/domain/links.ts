/** Addresses in plain text. */

/** A piece of a text; with `href` it is a link. */
export interface TextPart {
  readonly text: string;
  /** Absolute URL of an allowed scheme. */
  readonly href?: string;
}

const SAFE_PROTOCOLS = new Set(['https:', 'http:', 'mailto:', 'xmpp:']);

/**
 * Endings of a host that make a link without a scheme. No `md`, `py`, `rs`, `sh` and the like: in a chat these are files.
 */
const DOMAINS =
  'com|org|net|edu|gov|int|mil|info|biz|name|pro|app|dev|io|co|ai|me|tv|cc|cloud|online|site|shop|store|tech|xyz|blog|page|eu|us|uk|de|fr|es|it|nl|be|ch|at|dk|se|no|fi|ie|pt|cz|sk|hu|ro|gr|bg|hr|si|ee|lv|lt|lu|ua|tr|il|ca|mx|br|ar|cl|au|nz|in|jp|cn|kr|tw|hk|sg|id|th|vn|za|ng|ke|рф';

const LETTER = String.raw`[\p{L}\p{N}]`;
const HOST = String.raw`(?:${LETTER}(?:[\p{L}\p{N}-]{0,61}${LETTER})?\.){1,9}(?:${DOMAINS})(?![\p{L}\p{N}-])`;

/** An address with its scheme; or a host that ends like one, perhaps of an e-mail address, perhaps with a path. */
const ADDRESS = new RegExp(
  String.raw`(?<![\p{L}\p{N}@/._%+-])(?:(?:https?://|mailto:|xmpp:)[^\s<>"]{1,2000}|((?:[\p{L}\p{N}._%+-]{1,64}@)?)${HOST}(?::\d{1,5})?(?:[/?#][^\s<>"]{0,2000})?)`,
  'giu',
);

/** Nothing that could be an address has none of these. */
const CANDIDATE = /:\/\/|[\p{L}\p{N}]\.\p{L}{2}|mailto:|xmpp:/iu;

/** Characters that turn the direction of what follows: they can make an address look like another. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** Punctuation of the sentence around an address. */
const TRAILING = /[.,;:!?'*_~)\]}»”’…]$/u;

/** A sentence ends with fewer; an address that goes on like that is left as it is. */
const MAX_TRAILING = 20;

/** The text in pieces, in order; together they are the text. A single piece when there is no address in it. */
export function splitLinks(text: string): readonly TextPart[] {
  if (!CANDIDATE.test(text)) return [{ text }];
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const [found, local] = match;
    const address = withoutTrailing(found);
    const href = safeUrl(local === undefined ? address : `${local ? 'mailto:' : 'https://'}${address}`);
    if (!href || TURNING.test(address)) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length || parts.length === 0) parts.push({ text: text.slice(end) });
  return parts;
}

/** The URL in its normal form; undefined unless it is one that may be opened from a message. */
export function safeUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href, pathname } = new URL(url);
  return SAFE_PROTOCOLS.has(protocol) && pathname !== '' ? href : undefined;
}

/** A closing bracket belongs to the address when the opening one is in it. */
function withoutTrailing(address: string): string {
  let kept = address;
  for (let count = 0; count < MAX_TRAILING && TRAILING.test(kept) && !closesBracket(kept); count += 1) {
    kept = kept.slice(0, -1);
  }
  return kept;
}

function closesBracket(address: string): boolean {
  return address.endsWith(')') && address.split('(').length >= address.split(')').length;
}
