/** Holds what the archive and every page show against what was written. Every sentence that it gives is a violation. */

/**
 * @param {import('./ledger.mjs').Ledger} ledger
 * @param {ReadonlyMap<string, import('./archive.mjs').Archived[]>} archives By room.
 * @returns {string[]}
 */
export function judgeArchives(ledger, archives) {
  const counts = new Map();
  for (const { token } of [...archives.values()].flat()) counts.set(token, (counts.get(token) ?? 0) + 1);
  const written = ledger.entries.flatMap((entry) => {
    const count = counts.get(entry.token) ?? 0;
    if (count > 1) return [`${entry.token} is in the archive ${count} times`];
    return count === 0 && ledger.isOwed(entry)
      ? [`${entry.token} (${entry.what}, ${entry.page}) is not in the archive`]
      : [];
  });
  return [...written, ...judgeOrder(ledger, archives)];
}

/** What one page wrote to a room is there in the order of writing; a file comes when it is uploaded. */
function judgeOrder(ledger, archives) {
  const number = new Map(ledger.entries.map(({ token }, index) => [token, index]));
  const texts = new Map(ledger.entries.filter(({ what }) => what === 'text').map((entry) => [entry.token, entry]));
  return [...archives.values()].flatMap((archive) => {
    const newest = new Map();
    return archive.flatMap(({ token }) => {
      const page = texts.get(token)?.page;
      if (!page) return [];
      const before = newest.get(page);
      newest.set(page, token);
      return number.get(before) > number.get(token) ? [`${token} is in the archive after ${before}`] : [];
    });
  });
}

/**
 * What a page shows: every message of the room that is open, the newest of the others, and how many are unread.
 *
 * @param {import('./person.mjs').Person} person
 * @param {any} state Of one of its tabs.
 * @param {ReadonlySet<string>} read The rooms that are open in any of its tabs.
 * @param {ReadonlyMap<string, import('./archive.mjs').Archived[]>} archives
 * @returns {string[]}
 */
export function judgePage(person, state, read, archives) {
  const at = (text) => `${state.tab.name}: ${text}`;
  const { connection, visible, list } = state;
  const problems = [...state.problems, ...state.tab.problems].map(at);
  if (connection.status !== 'online') problems.push(at(`is ${connection.status} (${connection.reason})`));
  if (list !== 'ready') problems.push(at(`its room list is ${list}`));
  if (!visible) problems.push(at('is hidden'));
  for (const [jid, archive] of archives) {
    const room = state.rooms.find((candidate) => candidate.jid === jid);
    const here = room ? judgeRoom(person, room, archive, state, read.has(jid)) : ['is not on the list'];
    problems.push(...here.map((text) => at(`${jid}: ${text}`)));
  }
  return problems;
}

function judgeRoom(person, room, archive, state, isRead) {
  const problems = [];
  if (room.presence !== 'joined') problems.push(`is ${room.presence} (${room.denial})`);
  if (room.catchingUp || room.history === 'loading') problems.push('its history is loading');
  for (const { token, status, failure, own } of room.messages) {
    if (own && (status === 'pending' || status === 'sent' || status === 'failed'))
      problems.push(`${token} is ${status} (${failure})`);
  }
  const [shown, wanted] = [room.messages, archive].map((messages) => messages.map(({ token }) => token));
  if (room.open || shown.length > wanted.length) problems.push(...compare(shown, wanted, 'shows'));
  else problems.push(...compare(shown, wanted.slice(wanted.length - shown.length), 'shows'));
  if (room.open) {
    const last = wanted.slice(wanted.length - state.page.length);
    if (wanted.length > 0 && state.page.length === 0) problems.push('shows nothing on the page');
    problems.push(...compare(state.page, last, 'has on the page'));
  }
  const unread = isRead ? 0 : unreadIn(archive, state.positions[room.jid], person.user);
  if (room.unread !== unread) problems.push(`counts ${room.unread} unread instead of ${unread}`);
  return problems;
}

/** Messages of others after the one that was read last. */
function unreadIn(archive, position, nick) {
  const index = archive.findLastIndex(({ id }) => id === position);
  return archive.slice(index + 1).filter((message) => message.nick !== nick).length;
}

function compare(shown, wanted, verb) {
  const missing = wanted.filter((token) => !shown.includes(token));
  const strange = shown.filter((token) => !wanted.includes(token));
  const twice = shown.filter((token, index) => shown.indexOf(token) !== index);
  const problems = [];
  if (missing.length > 0) problems.push(`${verb} no ${missing.join(' ')}`);
  if (strange.length > 0) problems.push(`${verb} ${strange.join(' ')}, which the archive does not have there`);
  if (twice.length > 0) problems.push(`${verb} ${twice.join(' ')} twice`);
  if (problems.length === 0 && shown.some((token, index) => token !== wanted[index]))
    problems.push(`${verb} ${shown.join(' ')} instead of ${wanted.join(' ')}`);
  return problems;
}
