/** Asks the server which rooms there are for this user. */
import { isBareJid, jidDomain, normalizeJid } from '../domain/jid.js';
import { buildBookmarksRequest, buildStorage, parseBookmarks, type Bookmark } from '../protocol/bookmarks.js';
import {
  buildDiscoInfo,
  buildDiscoItems,
  NS_ROOMS,
  parseDiscoInfo,
  parseDiscoItems,
  type DiscoItem,
} from '../protocol/disco.js';
import { NoAnswer, type IqCaller } from './iq.js';

/** Rooms asked for at a time. */
const PAGE_SIZE = 200;

/** Pages read at most. */
const MAX_PAGES = 10;

/** How long a server may take over the seed's request before it is asked in another way, ms. */
const OWN_TIMEOUT_MS = 5000;

/** A room as the server lists it. */
export interface ListedRoom {
  readonly jid: string;
  readonly name?: string;
  /** People who belong to it. */
  readonly memberCount?: number;
  /** People who are in it now. */
  readonly onlineCount?: number;
  readonly picture?: string;
  readonly description?: string;
  /** The list says that it is a room of two; otherwise its address does. */
  readonly direct?: boolean;
}

/** What a server lists. */
export interface RoomListing {
  readonly rooms: readonly ListedRoom[];
  /** Asks once more as Ethora's newer servers want it: all rooms, or none where there are no others. Absent when all are there. */
  readonly more?: () => Promise<readonly ListedRoom[]>;
}

/**
 * All rooms: what the server lists for this user (the seed's request, which Ethora's servers answer), else the public rooms of
 * the conference service; and the bookmarks (XEP-0402). What one of them does not offer is left out.
 * @throws {NoAnswer} when nothing answered.
 */
export async function fetchRooms(
  iq: IqCaller,
  domain: string,
  conference: string,
  bookmarks = fetchBookmarks(iq),
): Promise<RoomListing> {
  const [own, listed, bookmarked] = await Promise.allSettled([
    fetchOwnRooms(iq, domain),
    fetchConferenceRooms(iq, domain, conference),
    bookmarks,
  ]);
  const answers = [own, listed, bookmarked];
  const silence = answers.map((answer) => (answer.status === 'rejected' ? (answer.reason as unknown) : undefined));
  if (silence.every((reason) => reason instanceof NoAnswer)) throw silence[0] ?? new NoAnswer('', false);
  // The user's own name for a room goes before the one in a list.
  const marks = bookmarked.status === 'fulfilled' ? bookmarked.value : [];
  const isOwn = own.status === 'fulfilled' && own.value.length > 0;
  const chosen = isOwn ? own : listed;
  const rooms = chosen.status === 'fulfilled' ? chosen.value : [];
  const complete = (more: readonly ListedRoom[]) => withoutLeft(mergeRooms(rooms, more, marks.flatMap(toRoom)), marks);
  const more = async () => {
    const found = await fetchPages(iq, undefined, NS_ROOMS).catch(() => []);
    return found.length > 0 ? complete(found.flatMap(toRoom)) : [];
  };
  return { rooms: complete([]), ...(!isOwn && { more }) };
}

/** Rooms that are kept as not to be entered were left, also where a list has them. */
export function withoutLeft(rooms: readonly ListedRoom[], marks: readonly Bookmark[]): ListedRoom[] {
  const left = new Set(marks.filter(({ autojoin }) => !autojoin).map(({ jid }) => normalizeJid(jid)));
  return rooms.filter(({ jid }) => !left.has(jid));
}

/** Each room once; what a later list says goes before what an earlier one does. */
export function mergeRooms(...lists: readonly (readonly ListedRoom[])[]): ListedRoom[] {
  const byJid = new Map<string, ListedRoom>();
  for (const room of lists.flat()) byJid.set(room.jid, { ...byJid.get(room.jid), ...room });
  return [...byJid.values()];
}

/** Stock servers answer with what the account has besides rooms, or with nothing. */
async function fetchOwnRooms(iq: IqCaller, domain: string): Promise<ListedRoom[]> {
  const { items } = parseDiscoItems(await iq.ask('get', buildDiscoItems(), undefined, OWN_TIMEOUT_MS));
  return items.filter((item) => item.node === undefined && jidDomain(item.jid) !== domain).flatMap(toRoom);
}

async function fetchConferenceRooms(iq: IqCaller, domain: string, conference: string): Promise<ListedRoom[]> {
  try {
    return await fetchPublicRooms(iq, conference || `conference.${domain}`);
  } catch (error) {
    if (conference || error instanceof NoAnswer) throw error;
    const found = await findConference(iq, domain);
    return found ? fetchPublicRooms(iq, found) : [];
  }
}

async function fetchPublicRooms(iq: IqCaller, conference: string): Promise<ListedRoom[]> {
  return withOccupantCounts(await fetchPages(iq, conference)).flatMap(toRoom);
}

async function fetchPages(iq: IqCaller, to: string | undefined, xmlns?: string): Promise<DiscoItem[]> {
  const found: DiscoItem[] = [];
  let after: string | undefined;
  for (let count = 0; count < MAX_PAGES; count += 1) {
    const request = buildDiscoItems({ max: PAGE_SIZE, ...(after !== undefined && { after }) }, xmlns);
    const { items, page } = parseDiscoItems(await iq.ask('get', request, to));
    found.push(...items);
    // A server without paging sends all at once, and no place to go on from. Ethora's sends as many as it likes.
    if (items.length < (to === undefined ? 1 : PAGE_SIZE) || !page.last || page.last === after) break;
    after = page.last;
  }
  return found;
}

export async function fetchBookmarks(iq: IqCaller): Promise<Bookmark[]> {
  const asked = [buildStorage(), buildBookmarksRequest()].map((request) => iq.ask('get', request));
  const answers = await Promise.allSettled(asked);
  // One of them is enough; when there is none, the error says so.
  if (answers.every(({ status }) => status === 'rejected')) await asked[0];
  const marks = answers.flatMap((answer) => (answer.status === 'fulfilled' ? parseBookmarks(answer.value) : []));
  // The newer kind goes before the older.
  return [...new Map(marks.map((mark) => [normalizeJid(mark.jid), mark])).values()];
}

/** XEP-0030 section 3: the component that calls itself a conference. */
export async function findConference(iq: IqCaller, domain: string): Promise<string | undefined> {
  const { items } = parseDiscoItems(await iq.ask('get', buildDiscoItems(), domain));
  const components = await Promise.all(
    items.map(async ({ jid }) => {
      const info = await iq.ask('get', buildDiscoInfo(), jid).then(parseDiscoInfo, () => undefined);
      return info?.identities.some(({ category, type }) => category === 'conference' && type === 'text')
        ? jid
        : undefined;
    }),
  );
  return components.find((jid) => jid !== undefined);
}

/**
 * ejabberd writes the number of occupants behind every name: "Lobby (5)", "Board (private, 2)". A name may end like that by
 * itself, so it is taken off only when all of them do.
 */
function withOccupantCounts(items: readonly DiscoItem[]): (DiscoItem & { onlineCount?: number })[] {
  const counted = items.map((item) => ({ item, match: OCCUPANT_COUNT.exec(item.name ?? '') }));
  if (!counted.every(({ match }) => match)) return [...items];
  return counted.map(({ item, match }) => ({ ...item, name: match?.[1] ?? '', onlineCount: Number(match?.[2]) }));
}

const OCCUPANT_COUNT = /^(.*) \((?:[^()]*, )?(\d+)\)$/s;

function toRoom(item: DiscoItem & { onlineCount?: number }): ListedRoom[] {
  const jid = normalizeJid(item.jid);
  if (!isBareJid(jid)) return [];
  return [
    {
      jid,
      ...(item.name && { name: item.name }),
      ...(item.userCount !== undefined && { memberCount: item.userCount }),
      ...(item.onlineCount !== undefined && { onlineCount: item.onlineCount }),
      ...(item.picture && { picture: item.picture }),
    },
  ];
}
