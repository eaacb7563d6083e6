/** Addresses in plain text. */
import { LinkifyIt } from 'linkify-it';

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
  'com org net edu gov int mil info biz name pro app dev io co ai me tv cc cloud online site shop store tech xyz blog page eu us uk de fr es it nl be ch at dk se no fi ie pt cz sk hu ro gr bg hr si ee lv lt lu ua tr il ca mx br ar cl au nz in jp cn kr tw hk sg id th vn za ng ke рф'.split(
    ' ',
  );

/** The rest of an XMPP address (RFC 5122), without the punctuation of the sentence around it. */
const XMPP_ADDRESS = /[^\s@/<>"'()]+@[\p{L}\p{N}][\p{L}\p{N}.-]*(?:[/?;][^\s<>"']*)?/uy;
const TRAILING = /[.,;:!?)\]}]+$/;

/** Nothing that could be an address has none of these. */
const CANDIDATE = /:\/\/|[\p{L}\p{N}]\.\p{L}{2}|@|mailto:|xmpp:/iu;

/** Characters that turn the direction of what follows: they can make an address look like another. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

let finder: LinkifyIt | undefined;

/** The text in pieces, in order; together they are the text. A single piece when there is no address in it. */
export function splitLinks(text: string): readonly TextPart[] {
  if (!CANDIDATE.test(text)) return [{ text }];
  finder ??= createFinder();
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of finder.match(text) ?? []) {
    const href = safeUrl(match.schema ? match.url : `https://${match.raw}`);
    if (!href || TURNING.test(match.raw)) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: match.raw, href });
    end = match.lastIndex;
  }
  if (end < text.length || parts.length === 0) parts.push({ text: text.slice(end) });
  return parts;
}

/** The URL in its normal form; undefined unless it is one that may be opened from a message. */
export function safeUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return SAFE_PROTOCOLS.has(protocol) ? href : undefined;
}

// Made on first use: its expressions take a few milliseconds to compile.
function createFinder(): LinkifyIt {
  return new LinkifyIt({ fuzzyLink: true, tlds: DOMAINS, maxLength: 2048 })
    .add('ftp:', null)
    .add('//', null)
    .add('xmpp:', {
      validate: (text, position) => {
        XMPP_ADDRESS.lastIndex = position;
        const address = XMPP_ADDRESS.exec(text)?.[0] ?? '';
        return address.replace(TRAILING, '').length;
      },
    });
}
