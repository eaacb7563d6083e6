/** Fetches pages of rooms' archives (XEP-0313). One for each connection. */
import { randomId } from '../domain/ids.js';
import { normalizeJid } from '../domain/jid.js';
import type { GroupchatMessage } from '../protocol/groupchat.js';
import { buildArchiveQuery, parseArchivePageEnd, parseArchiveResult } from '../protocol/mam.js';
import type { PageRequest } from '../protocol/rsm.js';
import type { Element } from '../protocol/xml.js';
import type { IqCaller } from './iq.js';

/** A page, oldest first. */
export interface ArchivePage {
  /** What this client shows of it. */
  readonly messages: readonly GroupchatMessage[];
  /** Id of the page's first entry, shown or not; undefined when the page is empty. */
  readonly first: string | undefined;
  /** True when nothing lies before it. */
  readonly complete: boolean;
}

interface OpenQuery {
  readonly archive: string;
  readonly messages: GroupchatMessage[];
  first: string | undefined;
}

export class ArchiveReader {
  readonly #iq: IqCaller;
  readonly #open = new Map<string, OpenQuery>();

  constructor(iq: IqCaller) {
    this.#iq = iq;
  }

  /**
   * One page of a room's archive.
   * @throws {StanzaFailure} when the room refuses. @throws {NoAnswer} when no answer comes.
   */
  async read(archive: string, request: PageRequest): Promise<ArchivePage> {
    const queryId = randomId();
    const query: OpenQuery = { archive, messages: [], first: undefined };
    this.#open.set(queryId, query);
    try {
      const answer = await this.#iq.ask('set', buildArchiveQuery(queryId, request), archive);
      const end = parseArchivePageEnd(answer);
      // An empty page is the end, whatever the server says of it.
      return { messages: query.messages, first: query.first, complete: end?.complete === true || !query.first };
    } finally {
      this.#open.delete(queryId);
    }
  }

  /**
   * True when the message came out of an archive, and so is not live. It counts only for an open query and from the archive
   * that was asked; late and forged ones are dropped.
   */
  handle(stanza: Element): boolean {
    const result = parseArchiveResult(stanza);
    if (!result) return false;
    const query = this.#open.get(result.queryId);
    if (query?.archive !== normalizeJid(result.from)) return true;
    query.first ??= result.archiveId;
    if (result.message?.roomJid === query.archive) query.messages.push(result.message);
    return true;
  }
}
