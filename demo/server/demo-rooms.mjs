/** The rooms of the demo server, and what is said in them. */
import { longRoom, shortRoom } from './conversation-times.mjs';
import * as talk from './conversations/other-rooms.mjs';
import { PEOPLE, nameOf } from './people.mjs';

/**
 * @typedef {object} DemoRoom
 * @property {string} id The part before the at sign.
 * @property {string} title Empty for one to one: each calls it by the other one.
 * @property {string} description
 * @property {readonly string[]} members Users; the first one owns it.
 * @property {boolean} direct One to one: hidden, members only.
 * @property {string} talk What is said there; empty: nothing yet.
 * @property {number} endsBeforeMs How long ago its last message was written.
 */

/** The room with hundreds of messages. */
const LONG_ROOM = 'launch-week';
const EVERYBODY = PEOPLE.map(({ user }) => user);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @type {readonly DemoRoom[]} */
export const ROOMS = [
  group(LONG_ROOM, 'Launch week', 'What happens when, and who does it.', EVERYBODY, '', 4 * MINUTE),
  group(
    'design-review',
    'Design review',
    'Screens and details.',
    ['aiko', 'alice', 'maya', 'tomas', 'lea', 'bob'],
    talk.designReview,
    21 * MINUTE,
  ),
  group(
    'support-escalations',
    'Support escalations',
    'Tickets that need a second pair of eyes.',
    ['carol', 'alice', 'bob', 'jonas', 'priya'],
    talk.supportEscalations,
    68 * MINUTE,
  ),
  group(
    'berlin-office',
    'Berlin office',
    'Dritter Stock, Klingel links.',
    ['jonas', 'alice', 'bob', 'lea', 'omar'],
    talk.berlinOffice,
    26 * HOUR,
  ),
  group('riyadh', 'فريق الرياض', 'المعرض والعملاء', ['omar', 'alice', 'carol'], talk.riyadh, 2 * DAY),
  group(
    'lunch',
    'Lunch club 🌮',
    'Who eats where.',
    ['tomas', 'alice', 'bob', 'carol', 'maya', 'priya', 'aiko', 'lea'],
    talk.lunchClub,
    3 * DAY,
  ),
  group(
    'onboarding',
    'Onboarding, autumn cohort of the Berlin, Osaka and Bengaluru offices',
    'No silly questions.',
    ['lea', 'alice', 'bob', 'carol', 'omar', 'aiko', 'priya', 'tomas'],
    talk.onboarding,
    6 * DAY,
  ),
  group(
    'release-notes',
    'Release notes',
    'One message for each release.',
    ['maya', 'alice', 'bob', 'carol'],
    talk.releaseNotes,
    9 * DAY,
  ),
  group('ideas', 'Ideas for next year', 'Nothing is too odd.', ['bob', 'alice', 'carol'], '', 0),
  direct('alice', 'bob', talk.aliceAndBob, 12 * MINUTE),
  direct('alice', 'maya', talk.aliceAndMaya, 5 * HOUR),
  direct('alice', 'carol', talk.aliceAndCarol, 50 * MINUTE),
  direct('bob', 'tomas', talk.bobAndTomas, 28 * HOUR),
];

function group(id, title, description, members, text, endsBeforeMs) {
  return { id, title, description, members, direct: false, talk: text, endsBeforeMs };
}

function direct(one, other, text, endsBeforeMs) {
  return {
    id: `${one}-${other}`,
    title: '',
    description: '',
    members: [one, other],
    direct: true,
    talk: text,
    endsBeforeMs,
  };
}

/** How a member names the room: a one-to-one room by the other person. @param {DemoRoom} room @param {string} user */
export function roomNameFor(room, user) {
  const other = room.members.find((member) => member !== user);
  return room.direct && other ? nameOf(other) : room.title;
}

/**
 * What was said in the room.
 * @param {DemoRoom} room
 * @param {number} now ms since the epoch.
 * @param {number} rounds How often the long room tells each of its talks.
 * @returns {{ from: string, body: string, time: number }[]} `from`: user.
 */
export function conversationIn(room, now, rounds) {
  return room.id === LONG_ROOM
    ? longRoom(room.members, now, room.endsBeforeMs, rounds)
    : shortRoom(room.talk, now, room.endsBeforeMs);
}

/** ejabberd's options for the room. @param {DemoRoom} room */
export function roomOptions(room) {
  return {
    title: room.title,
    description: room.description,
    public: !room.direct,
    members_only: room.direct,
    // Everyone sees who the others are, as people who work together expect.
    anonymous: false,
    allow_subscription: true,
    allow_user_invites: true,
    moderated: true,
    members_by_default: true,
  };
}
