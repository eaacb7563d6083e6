/** Fetches pages of rooms' archives (XEP-0313). One for each connection. */
import { randomId } from '../domain/ids.js';
import { normalizeJid } from '../domain/jid.js';
import type { GroupchatMessage } from '../protocol/groupchat.js';
import { buildArchiveQuery, parseArchiveResult, parseComplete, type ArchiveRequest } from '../protocol/mam.js';
import { StanzaFailure } from '../protocol/stanza-error.js';
import type { Element } from '../protocol/xml.js';
import type { IqCaller } from './iq.js';

/** A page, oldest first. */
export interface ArchivePage {
  /** What this client shows of it. */
  readonly messages: readonly GroupchatMessage[];
  /** Id of the page's first entry, shown or not; undefined when the page is empty. */
  readonly first: string | undefined;
  /** The same of its last entry. */
  readonly last: string | undefined;
  /** True when nothing lies further in the direction that was asked for. */
  readonly complete: boolean;
}

/** Pages in a row that may hold nothing to show before the reader has to ask again. */
const MAX_EMPTY_PAGES = 5;

interface OpenQuery {
  readonly archive: string;
  readonly messages: GroupchatMessage[];
  first: string | undefined;
  last: string | undefined;
}

export class ArchiveReader {
  readonly #iq: IqCaller;
  readonly #open = new Map<string, OpenQuery>();

  constructor(iq: IqCaller) {
    this.#iq = iq;
  }

  /**
   * One page of a room's archive. Where the archive does not know the message that was asked from, because it has expired, the
   * page is empty: some servers say so, others give an empty page.
   * @throws {StanzaFailure} when the room refuses. @throws {NoAnswer} when no answer comes.
   */
  async read(archive: string, request: ArchiveRequest): Promise<ArchivePage> {
    const queryId = randomId();
    const query: OpenQuery = { archive, messages: [], first: undefined, last: undefined };
    this.#open.set(queryId, query);
    let complete = false;
    try {
      const answer = await this.#iq.ask('set', buildArchiveQuery(queryId, request), archive);
      complete = parseComplete(answer);
    } catch (error) {
      const expired = error instanceof StanzaFailure && error.condition === 'item-not-found';
      if (!expired || !(request.before || request.after)) throw error;
    } finally {
      this.#open.delete(queryId);
    }
    // An empty page is the end, whatever the server says of it.
    return { ...query, complete: complete || !query.first };
  }

  /** The same, but goes on where a page holds nothing to show. */
  async readOn(archive: string, request: ArchiveRequest): Promise<ArchivePage> {
    let page = await this.read(archive, request);
    const { max, before } = request;
    for (let more = 1; more < MAX_EMPTY_PAGES && !page.complete && page.messages.length === 0; more += 1) {
      const { first, last }: ArchivePage = page;
      page = await this.read(archive, before === undefined ? { max, after: last } : { max, before: first });
      page = { ...page, first: page.first ?? first, last: page.last ?? last };
    }
    return page;
  }

  /** From the newest message back, page by page, to one of those that are `known`, or so far that at most `limit` pages are read. */
  async walkBack(
    archive: string,
    { max, known, limit }: { readonly max: number; readonly known: ReadonlySet<string>; readonly limit: number },
  ): Promise<ArchivePage> {
    let messages: GroupchatMessage[] = [];
    let first = '';
    for (let pages = 1; ; pages += 1) {
      const page = await this.read(archive, { max, before: first });
      messages = [...page.messages, ...messages];
      first = page.first ?? first;
      const met = known.size === 0 || page.messages.some(({ archiveId = '' }) => known.has(archiveId));
      // Where nothing is to be shown yet the walk goes on: a gap needs a message after it.
      if (met || page.complete || (pages >= limit && messages.length > 0)) {
        return { ...page, messages, first: first || undefined };
      }
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
    query.last = result.archiveId;
    if (result.message?.roomJid === query.archive) query.messages.push(result.message);
    return true;
  }
}
