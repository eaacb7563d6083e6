/** JIDs (RFC 7622) as plain strings: `local@domain/resource`. */

/** The JID without its resource. */
export function bareJid(jid: string): string {
  const slash = jid.indexOf('/');
  return slash < 0 ? jid : jid.slice(0, slash);
}

/** What follows the first slash; empty when there is none. In a room: the occupant's nick. */
export function jidResource(jid: string): string {
  const slash = jid.indexOf('/');
  return slash < 0 ? '' : jid.slice(slash + 1);
}

/** What stands before the at sign; empty when there is none. */
export function jidLocal(jid: string): string {
  const bare = bareJid(jid);
  const at = bare.indexOf('@');
  return at < 0 ? '' : bare.slice(0, at);
}

/** The domain part. */
export function jidDomain(jid: string): string {
  const bare = bareJid(jid);
  return bare.slice(bare.indexOf('@') + 1);
}

/**
 * The form in which two JIDs are compared: local part and domain in lower case, resource as it is.
 * Servers do this themselves; peers, bookmarks and page authors do not.
 */
export function normalizeJid(jid: string): string {
  const slash = jid.indexOf('/');
  return slash < 0 ? jid.toLowerCase() : jid.slice(0, slash).toLowerCase() + jid.slice(slash);
}

/** True for `local@domain`, which is what a room or an account looks like. */
export function isBareJid(text: string): boolean {
  return text.length <= 2047 && /^[^\s@/"&'<>]+@[^\s@/"&'<>]+$/.test(text);
}
