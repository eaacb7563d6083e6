import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { setInterval } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { register } from '../../demo/server/accounts.mjs';
import { startEjabberd } from '../../demo/server/ejabberd.mjs';

const script = fileURLToPath(new URL('ejabberd-parent.mjs', import.meta.url));

describe('an ejabberd of ours', { timeout: 60_000 }, () => {
  let folder;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ethora-chat-ejabberd-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('keeps its address and its data when it is killed and started again', async () => {
    const server = await startEjabberd({ dir: join(folder, 'one'), ports: { http: 0 } });
    const { service } = server;
    await register(server, 'dora', 'secret');
    await server.kill();
    assert.equal(server.pid, undefined);
    await server.start();
    assert.equal(server.service, service);
    assert.deepEqual(await server.api('registered_users', { host: server.domain }), ['dora']);
    await server.stop();
    assert.equal(server.pid, undefined);
  });

  it('says what is wrong with its configuration', async () => {
    const config = (settings) => (settings.nonsense = true);
    const starting = startEjabberd({ dir: join(folder, 'two'), ports: { http: 0 }, config });
    await assert.rejects(starting, /Unknown option: nonsense/);
  });

  it('never empties a folder that holds something else', async () => {
    const dir = join(folder, 'photos');
    await mkdir(dir);
    await writeFile(join(dir, 'holiday.jpg'), '');
    await assert.rejects(
      startEjabberd({ dir, fresh: true, ports: { http: 0 } }),
      /holds files that are not the server's/,
    );
    assert.deepEqual(await readdir(dir), ['holiday.jpg']);
  });

  it('ends when the process that started it is killed', async () => {
    const parent = spawn(process.execPath, [script, join(folder, 'three')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface({ input: parent.stdout }), 'line');
    const pid = Number(line);
    assert.ok(isRunning(pid));
    parent.kill('SIGKILL');
    // Nobody tells us about a process that is not our child.
    for await (const check of setInterval(20, isRunning)) if (!check(pid)) break;
  });
});

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
