/** Two ejabberd nodes that are one server, each at a loopback address of its own. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startEjabberd } from '../../demo/server/ejabberd.mjs';
import { freePort } from '../../demo/server/free-port.mjs';

/** How long the second node may take to have a copy of everything, ms. */
const JOIN_TIMEOUT_MS = 30_000;

/**
 * What an operator has to see to, so that a node may die at any moment:
 *
 * - Accounts, rooms, archives and bookmarks are where every node finds them: in one SQL database (`default_db: sql`), or, as
 *   here, in Mnesia, of which `join_cluster` gives each node a copy.
 * - Rooms are persistent and archived (`mod_muc`: `default_room_options: { persistent: true, mam: true }`). A room is run by one
 *   node. When that dies the next who enters or writes starts the room on another one, from its configuration; clients that
 *   were in it have to enter again, which ours finds out by itself (XEP-0410).
 * - Every node has an address that browsers can reach, and the page names all of them in `service`.
 */
export async function startCluster() {
  const dir = await mkdtemp(join(tmpdir(), 'ethora-chat-cluster-'));
  const [port, cookie] = [await freePort(0), randomBytes(12).toString('hex')];
  const boot = (ip) => startEjabberd({ dir: join(dir, ip), ports: { http: 0 }, node: { ip, port, cookie } });
  const [first, second] = await Promise.all(['127.0.0.1', '127.0.0.2'].map(boot));
  await second.api('join_cluster', { node: 'ejabberd@127.0.0.1' });
  await untilCopied(second);
  return {
    first,
    second,
    async stop() {
      await Promise.all([first.stop(), second.stop()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Joining goes on after the answer: the node starts once more, and copies one table after the other. */
async function untilCopied(node) {
  const deadline = performance.now() + JOIN_TIMEOUT_MS;
  while (!(await hasAll(node).catch(() => false))) {
    if (performance.now() > deadline) throw new Error('The second node has not joined the first.');
    await wait(100);
  }
}

async function hasAll(node) {
  const nodes = await node.api('list_cluster');
  const { res: info } = await node.api('mnesia_info');
  return nodes.length === 2 && tablesIn(info, 'local_tables') === tablesIn(info, 'tables');
}

/** As Mnesia prints a list of them, sorted. */
function tablesIn(info, name) {
  const [, list = ''] = new RegExp(`\\{${name},\\s*\\[([^\\]]*)\\]`).exec(info) ?? [];
  return list
    .split(/[\s,]+/)
    .sort()
    .join();
}
