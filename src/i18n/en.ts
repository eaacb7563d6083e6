import type { ConnectionReason } from '../domain/connection.js';
import type { MemberAction } from '../domain/member-actions.js';
import type { RoomKind } from '../domain/new-room.js';
import type { Affiliation, RoomDenial } from '../domain/room.js';

const plural = new Intl.PluralRules('en');
const number = new Intl.NumberFormat('en');

/** "1 member", "8 members". */
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

function duration(seconds: number): string {
  return seconds < 86_400 ? count(seconds / 3600, 'hour', 'hours') : count(seconds / 86_400, 'day', 'days');
}

function count(value: number, one: string, other: string): string {
  return `${number.format(value)} ${plural.select(value) === 'one' ? one : other}`;
}

function typing([first = '', second, ...more]: readonly string[]): string {
  if (second === undefined) return `${first} is typing`;
  return more.length === 0
    ? `${first} and ${second} are typing`
    : `${number.format(more.length + 2)} people are typing`;
}

/** Why there is no connection: without a full stop, since more may follow. */
const problems: Record<ConnectionReason, string> = {
  'invalid-service': 'No chat server',
  'invalid-api': 'No address to log in at',
  'api-unreachable': 'The login service cannot be reached',
  'wrong-app': 'This app is not known here',
  'email-unverified': 'Your e-mail address is not verified yet',
  'token-expired': 'Your login has expired',
  insecure: 'The connection would not be safe',
  unreachable: 'The server cannot be reached',
  'no-network': 'You are offline',
  lost: 'Connection lost',
  'unknown-host': 'The server does not know this domain',
  'wrong-credentials': 'Username or password is not right',
  'credentials-needed': 'The page gave no username and password',
  'credentials-failed': 'The page could not get your credentials',
  refused: 'The server refused you',
  'no-mechanism': 'The server offers no way to log in',
  timeout: 'The server does not answer',
  replaced: 'The chat is open elsewhere',
  'server-error': 'The server closed the connection',
  idle: 'You are disconnected',
  'logged-out': 'You are logged out',
};

/** What can be done about it, where there is more than to try again. */
const problemHints: Partial<typeof problems> = {
  'invalid-service': 'Set the “service” attribute to the wss:// address of the server.',
  'invalid-api': 'Set the “api” attribute to the https:// address of the API.',
  'api-unreachable': 'Check your network and the “api” attribute. The API must allow pages of this site (CORS).',
  'wrong-app': 'Check the “app-id” and “app-token” attributes.',
  'email-unverified': 'Open the link in the e-mail that you got, then try again.',
  insecure: 'Use a wss:// address.',
  unreachable: 'Check your network and the address of the server.',
  'no-network': 'Check your network.',
  'unknown-host': 'Check the “domain” attribute.',
  refused: 'The account may be disabled.',
};

/** Why we are not in a room. */
const denials: Record<RoomDenial, string> = {
  'not-found': 'This room does not exist',
  'members-only': 'This room is private',
  banned: 'You are banned from this room',
  kicked: 'You were removed from this room',
  removed: 'You are no longer a member',
  password: 'This room needs a password',
  full: 'This room is full',
  'nick-conflict': 'Your name is taken in this room',
  destroyed: 'This room was deleted',
  refused: 'This room refused you',
  timeout: 'This room does not answer',
};

const denialHints: Partial<typeof denials> = {
  'not-found': 'Check the address, or choose another chat.',
  'members-only': 'Ask an owner for an invitation.',
  removed: 'Ask an owner for an invitation.',
};

/** Why an action on a room did not work, by what the server answered. */
const refusals: Readonly<Record<string, string>> = {
  ...denials,
  forbidden: 'You may not do this.',
  'not-allowed': 'You may not do this.',
  'not-authorized': 'Log in again.',
  'item-not-found': 'The server does not know this person or room.',
  conflict: 'There is such a room already, or nobody else could run this one.',
  offline: 'You are offline.',
  picture: 'This file is no picture that can be shown.',
  upload: 'The picture could not be uploaded.',
  'no-answer': 'The server does not answer.',
};

const affiliations: Record<Affiliation, string> = {
  owner: 'Owner',
  admin: 'Admin',
  member: 'Member',
  none: 'Guest',
  outcast: 'Banned',
};

const memberActions: Record<MemberAction, string> = {
  message: 'Message',
  owner: 'Make owner',
  admin: 'Make admin',
  member: 'Make member',
  none: 'Take membership',
  kick: 'Remove from room',
  ban: 'Ban…',
};

type Question = 'invite' | 'settings' | 'leave' | 'destroy' | 'ban';

const roomAsks: Record<Exclude<Question, 'ban'>, string> = {
  invite: 'Add people',
  settings: 'Settings',
  leave: 'Leave',
  destroy: 'Delete room',
};

const roomActions: Record<Question, string> = {
  invite: 'Invite',
  settings: 'Save',
  leave: 'Leave',
  destroy: 'Delete',
  ban: 'Ban',
};

const roomQuestions: Record<Question, (name: string) => string> = {
  invite: (name) => `Add people to ${name}`,
  settings: () => 'Room settings',
  leave: (name) => `Leave ${name}?`,
  destroy: (name) => `Delete ${name}?`,
  ban: (name) => `Ban ${name}?`,
};

const roomWarnings = {
  leave: 'It goes from your list. You may need an invitation to come back.',
  destroy: 'The room and its messages are gone for everyone. This cannot be undone.',
};

const roomKinds: Record<RoomKind, string> = {
  private: 'Only people who are invited',
  public: 'Everyone on this server',
  direct: 'One other person',
};

/** Every text of the widget. Other languages match this type; whole sentences only, since word order differs. */
export const en = {
  chat: 'Chat',
  chats: 'Chats',
  search: 'Search',
  searchChats: 'Search chats',
  searchShortcut: 'Ctrl K',
  clearSearch: 'Clear search',
  found: (rooms: number) => count(rooms, 'chat found', 'chats found'),
  back: 'Back to chats',
  retry: 'Retry',
  tryAgain: 'Try again',
  reconnect: 'Reconnect',

  members: (members: number) => count(members, 'member', 'members'),
  /** What is not known is left out; empty when that is both. */
  membersOnline: (members: number | undefined, online: number | undefined) =>
    [
      members === undefined ? '' : count(members, 'member', 'members'),
      online === undefined ? '' : `${number.format(online)} online`,
    ]
      .filter(Boolean)
      .join(', '),
  unread: (unread: number) => count(unread, 'unread message', 'unread messages'),
  newMessages: (messages: number) => count(messages, 'new message', 'new messages'),

  /** Stands before a preview, with a colon: "You: …". */
  you: 'You',
  previewBy: (author: string) => `${author}:`,
  draftLabel: 'Draft:',
  /** Names of those who write just now, at least one. */
  typing: (names: readonly string[]) => typing(names),
  /** The same in the list. */
  typingShort: (names: readonly string[]) => `${typing(names)}…`,

  loadingChats: 'Loading chats',
  noChats: 'No chats yet',
  noChatsHint: 'Rooms that you join will show here.',
  noMatch: (query: string) => `No match for “${query}”`,
  noMatchHint: 'Check the spelling, or search for another name.',
  chatsFailed: 'Chats could not be loaded',
  chatsFailedHint: 'The server did not answer. Your drafts are safe.',
  chooseChat: 'Choose a chat',
  chooseChatHint: 'Or press Ctrl K to find one.',

  newChat: 'New chat',
  whoFor: 'Who is it for?',
  roomKind: (kind: RoomKind) => roomKinds[kind],
  roomName: 'Name',
  roomNameMissing: 'Enter a name.',
  roomDescription: 'Description',
  choosePicture: 'Choose picture',
  removePicture: 'Remove picture',
  people: 'People',
  person: 'Person',
  addressHint: 'Name or address, such as maya@example.org.',
  personMissing: 'Enter an address.',
  create: 'Create',
  cancel: 'Cancel',
  close: 'Close',
  loading: 'Loading',
  /** `text` is what the server said, in its own words; for a wrong address the address. */
  refused: (condition: string, text: string) =>
    condition === 'jid-malformed'
      ? `“${text}” is not an address that can be used here.`
      : [refusals[condition] ?? 'The server refused this.', text].filter(Boolean).join(' '),

  details: 'Details',
  closeDetails: 'Close details',
  memberCount: (members: number) => `Members · ${number.format(members)}`,
  searchMembers: 'Search members',
  nameYou: (name: string) => `${name} (you)`,
  isOnline: 'Online',
  isOffline: 'Offline',
  lastSeen: (time: string) => `Last seen ${time}`,
  affiliation: (affiliation: Affiliation) => affiliations[affiliation],
  actionsFor: (name: string) => `Actions for ${name}`,
  memberAction: (action: MemberAction) => memberActions[action],
  banned: 'Banned',
  bannedUntil: (until: number) => `Until ${moment.format(until)}`,
  banTime: 'How long',
  banSeconds: (seconds: number) => (seconds === 0 ? 'For good' : duration(seconds)),
  unban: 'Unban',
  unbanName: (name: string) => `Unban ${name}`,
  reason: 'Reason (optional)',
  roomAsk: (kind: Exclude<Question, 'ban'>) => roomAsks[kind],
  roomAction: (kind: Question) => roomActions[kind],
  roomQuestion: (kind: Question, name: string) => roomQuestions[kind](name),
  roomWarning: (kind: keyof typeof roomWarnings) => roomWarnings[kind],
  membersOnly: 'Only members may enter',
  archived: 'Keep messages',

  invitations: 'Invitations',
  invited: (room: string) => `You are invited to ${room}`,
  invitedBy: (person: string, room: string) => `${person} invites you to ${room}`,
  accept: 'Accept',
  acceptRoom: (room: string) => `Accept invitation to ${room}`,
  decline: 'Decline',
  declineRoom: (room: string) => `Decline invitation to ${room}`,

  message: 'Message',
  messageTo: (room: string) => `Message ${room}`,
  send: 'Send',
  readOnly: 'Only members can write here',
  noAccess: 'You cannot write here',

  connecting: 'Connecting',
  onlineNow: 'Online.',
  catchingUp: 'Catching up',
  offline: 'Offline.',
  offlineHint: 'Messages go out when you are back.',
  upToDate: 'Up to date',

  logIn: 'Log in',
  loggingIn: 'Logging in',
  logInTitle: 'Log in to chat',
  username: 'Username',
  email: 'E-mail',
  password: 'Password',
  showPassword: 'Show password',
  usernameMissing: 'Enter your username.',
  emailMissing: 'Enter your e-mail address.',
  passwordMissing: 'Enter your password.',
  wrongEmail: 'E-mail or password is not right.',
  emailUnverified: 'Your e-mail address is not verified yet. Open the link in the e-mail that you got, then try again.',

  noRoom: 'No room to show',
  noRoomHint: 'Set the “room” attribute to the address of a room.',

  problem: (reason: ConnectionReason) => problems[reason],
  problemHint: (reason: ConnectionReason) => problemHints[reason] ?? '',
  denied: (denial: RoomDenial) => denials[denial],
  deniedHint: (denial: RoomDenial) => denialHints[denial] ?? '',

  messagesOf: (room: string) => `Messages in ${room}`,
  messages: 'Messages',
  loadEarlier: 'Load earlier messages',
  loadingEarlier: 'Loading earlier messages',
  earlierFailed: 'Earlier messages could not be loaded.',
  loadingMessages: 'Loading messages',
  messagesFailed: 'Messages could not be loaded',
  messagesFailedHint: 'The server did not answer.',
  messagesOffline: 'Not connected',
  messagesOfflineHint: 'Messages show here when you are online again.',
  sayHello: 'Say hello',
  sayHelloHint: (room: string) => `This is the start of ${room}.`,
  fetchingMissed: 'Fetching what you missed',
  gap: 'Messages are missing here.',
  loadMissing: 'Load them',
  gapFailed: 'Missing messages could not be loaded.',
  goToDate: 'Go to date',
  date: 'Date',
  dateMissing: 'Choose a date.',
  noneSince: 'No messages on or after that day.',
  go: 'Go',
  toLatest: 'Jump to the latest message',
  newMessageFrom: (author: string) => `New message from ${author}`,
  messageLabel: (author: string, text: string, time: string, status: string) =>
    [author, text, time, status].filter(Boolean).join(', '),

  statusPending: 'Sending',
  statusWaiting: 'Waiting for connection',
  statusSlowed: 'Too many at once: sending slowly',
  statusSent: 'Sent',
  statusDelivered: 'Delivered',
  statusRead: 'Read',
  statusReadBy: (people: number) => `Read by ${number.format(people)}`,
  statusFailed: 'Not sent',
  delete: 'Delete',
  failedTimeout: 'Not sent: no answer',
  failedForbidden: 'Not sent: you may not write here',
  failedBanned: 'Not sent: you are banned here',
  failedNotJoined: 'Not sent: you are not in this room',
  failedRateLimit: 'Not sent: too many at once',
  failedTooLarge: 'Not sent: too long',
  failedRoomGone: 'Not sent: the room is gone',
  failedUpload: 'Not sent: the upload failed',
  failedFileTooLarge: 'Not sent: the file is too large',
  failedFileEmpty: 'Not sent: the file is empty',

  attach: 'Attach files',
  attachments: 'Files to send',
  removeFile: (name: string) => `Remove ${name}`,
  fileTooLarge: (limit: string) => (limit ? `Too large, at most ${limit}` : 'Too large'),
  fileEmpty: 'Empty file',
  dropFiles: 'Drop to attach',
  dropLimit: (limit: string) => `Up to ${limit} each`,
  statusUploading: 'Uploading',
  cancelUpload: (name: string) => `Cancel upload of ${name}`,
  uploaded: (done: string, whole: string) => `${done} of ${whole}`,
  image: 'Photo',
  video: 'Video',
  audio: 'Audio',
  file: 'File',
  mediaLabel: (kind: string, name: string) => `${kind}: ${name}`,
  download: (name: string) => `Download ${name}`,
  imageFailed: 'The picture could not be loaded',
};

export type Messages = typeof en;
