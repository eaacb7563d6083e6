/** Message Archive Management: XEP-0313 v1.1.0, https://xmpp.org/extensions/xep-0313.html */
import { buildSubmit } from './data-form.js';
import { parseDelay } from './delay.js';
import { parseGroupchatMessage, type GroupchatMessage } from './groupchat.js';
import { buildPageRequest, type PageRequest } from './rsm.js';
import { xml, type Element } from './xml.js';

const NS = 'urn:xmpp:mam:2';
const NS_FORWARD = 'urn:xmpp:forward:0';

/** One message of a page, still with the query that it answers. */
export interface ArchiveResult {
  readonly queryId: string;
  /** Who sent the result; must be the archive that was asked. */
  readonly from: string;
  readonly archiveId: string;
  /** Undefined when there is nothing in it that this client shows. */
  readonly message: GroupchatMessage | undefined;
}

/** Which page of an archive is wanted. */
export interface ArchiveRequest extends PageRequest {
  /** Nothing from before this time, ms since the epoch. */
  readonly start?: number;
}

/** Asks an archive for a page; its messages come before the answer, marked with `queryId`. */
export function buildArchiveQuery(queryId: string, { start, ...page }: ArchiveRequest): Element {
  const form = start !== undefined && buildSubmit(NS, new Map([['start', new Date(start).toISOString()]]));
  return xml('query', { xmlns: NS, queryid: queryId }, form, buildPageRequest(page));
}

/** Undefined when the message is no result of an archive. */
export function parseArchiveResult(stanza: Element): ArchiveResult | undefined {
  const result = stanza.getChild('result', NS);
  const { queryid: queryId, id: archiveId } = result?.attrs ?? {};
  if (!result || !queryId || !archiveId) return undefined;
  return { queryId, archiveId, from: stanza.attrs.from ?? '', message: parseForwarded(result, archiveId) };
}

/** True when the answer that ends a page says that there is nothing further in the direction that was asked for. */
export function parseComplete(iq: Element): boolean {
  const complete = iq.getChild('fin', NS)?.attrs.complete;
  return complete === 'true' || complete === '1';
}

/** The archive's id and its time stamp stand outside of the message and win over what is inside. */
function parseForwarded(result: Element, archiveId: string): GroupchatMessage | undefined {
  const forwarded = result.getChild('forwarded', NS_FORWARD);
  const stanza = forwarded?.getChild('message');
  const message = stanza && parseGroupchatMessage(stanza);
  if (!forwarded || !message) return undefined;
  const time = parseDelay(forwarded);
  return { ...message, archiveId, ...(time !== undefined && { time }) };
}
