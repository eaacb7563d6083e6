/** The operating system's side of ejabberd: start, readiness, end. */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

/** How long the server may take to answer after its start, ms. */
const READY_TIMEOUT_MS = 30_000;
/** How long it may take to end in good order, ms; then it is killed. */
const STOP_TIMEOUT_MS = 10_000;
const LOG_LINES = 25;

/**
 * What the server runs beside ejabberd: reads its standard input, line by line. A number and a domain run the SQL file of that
 * number on the database of that domain; the end of input, which also comes when our process dies in whatever way, ends the
 * server.
 */
const CONTROL = `
spawn(fun() ->
  Loop = fun(Next) ->
    case io:get_line("") of
      Line when is_list(Line) ->
        [Id, Domain] = string:lexemes(Line, " \\n"),
        Db = list_to_atom("ejabberd_sqlite_" ++ Domain),
        {ok, Script} = file:read_file("sql-" ++ Id ++ ".sql"),
        Answer = try lists:keyfind(error, 1, sqlite3:sql_exec_script_timeout(Db, Script, infinity)) of
          false -> "ok";
          Error -> Error
        catch Class:Reason -> {Class, Reason}
        end,
        io:format("sql ~s ~0p~n", [Id, Answer]),
        Next(Next);
      _ ->
        spawn(fun() -> timer:sleep(${STOP_TIMEOUT_MS}), erlang:halt(1) end),
        init:stop()
    end
  end,
  Loop(Loop)
end).
`.replace(/\s*\n\s*/g, ' ');

export class EjabberdProcess {
  #installation;
  #dir;
  #isReady;
  #databases;
  #node;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child;
  /** Resolves when the process is gone. */
  #gone = Promise.resolve();
  #expected = false;
  #output = [];
  #callbacks = new Set();
  #sqlNumber = 0;
  /** @type {Map<string, (answer: string) => void>} */
  #sqlWaiting = new Map();

  /**
   * @param {object} options
   * @param {import('./find-ejabberd.mjs').EjabberdInstallation} options.installation
   * @param {string} options.dir Holds `ejabberd.yml`.
   * @param {() => Promise<unknown>} options.isReady Rejects until the server answers.
   * @param {readonly string[]} options.databases The domains that have an SQL database.
   * @param {import('./ejabberd.mjs').ClusterNode} [options.node]
   */
  constructor({ installation, dir, isReady, databases, node }) {
    this.#installation = installation;
    this.#dir = dir;
    this.#isReady = isReady;
    this.#databases = databases;
    this.#node = node;
  }

  get pid() {
    return this.#child?.pid;
  }

  /** @throws {Error} with the last lines of the log when it ends or does not answer in time. */
  async start() {
    if (this.#child) return;
    await mkdir(join(this.#dir, 'log'), { recursive: true });
    this.#expected = true;
    this.#spawn();
    try {
      await this.#untilReady();
      // Readers do not wait for writers, and a crash of ejabberd loses nothing; only a power failure may cost the last second.
      for (const domain of this.#databases)
        await this.sql('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;', domain);
    } catch (error) {
      const log = await this.lastLogLines();
      await this.kill();
      throw new Error(`${error.message}\n${log}`, { cause: error });
    }
    this.#expected = false;
  }

  /** Ends it in good order; kills it when that takes too long. */
  async stop() {
    const child = this.#child;
    if (!child) return;
    this.#expected = true;
    child.stdin?.end();
    const timer = new AbortController();
    const late = wait(STOP_TIMEOUT_MS, true, { signal: timer.signal }).catch(() => false);
    if (await Promise.race([this.#gone, late])) child.kill('SIGKILL');
    timer.abort();
    await this.#gone;
  }

  /** As a crash would. */
  async kill() {
    this.#expected = true;
    this.#child?.kill('SIGKILL');
    await this.#gone;
  }

  /** @param {string} script @param {string} domain Whose database. @throws {Error} with what SQLite said. */
  async sql(script, domain) {
    const child = this.#child;
    if (!child?.stdin) throw new Error('ejabberd does not run.');
    const id = String(++this.#sqlNumber);
    const file = join(this.#dir, `sql-${id}.sql`);
    await writeFile(file, script);
    const answer = await new Promise((resolve) => {
      this.#sqlWaiting.set(id, resolve);
      child.stdin?.write(`${id} ${domain}\n`);
    });
    await rm(file, { force: true });
    if (answer !== '"ok"') throw new Error(`SQLite: ${answer}`);
  }

  onExit(callback) {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  /** What it wrote last, to its log or else to its output. */
  async lastLogLines() {
    const log = await readFile(join(this.#dir, 'log', 'ejabberd.log'), 'utf8').catch(() => '');
    const lines = log.trim() ? log.trimEnd().split('\n') : this.#output;
    return lines.slice(-LOG_LINES).join('\n');
  }

  #spawn() {
    const { erl, ebinDirs, libDir } = this.#installation;
    const child = spawn(
      erl,
      [
        // Ctrl-C in a terminal reaches it too; it is for us to decide what happens then.
        '+Bi',
        // Idle schedulers wait without turning: the machine has other work.
        ...['+sbwt', 'none', '+sbwtdcpu', 'none', '+sbwtdio', 'none'],
        '-noshell',
        ...(this.#node ? nodeArgs(this.#node) : []),
        ...ebinDirs.flatMap((ebin) => ['-pa', ebin]),
        ...['-mnesia', 'dir', `"${join(this.#dir, 'mnesia')}"`],
        ...['-s', 'ejabberd'],
        ...['-eval', CONTROL],
      ],
      { cwd: this.#dir, env: this.#environment(libDir), stdio: ['pipe', 'pipe', 'pipe'] },
    );
    this.#child = child;
    this.#output = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => this.#onLine(line));
    }
    child.stdin.on('error', () => {
      // It has ended; `exit` says so.
    });
    // While it boots it does not read its input yet.
    const killAtExit = () => child.kill('SIGKILL');
    process.once('exit', killAtExit);
    this.#gone = new Promise((resolve) => {
      const onGone = (code, signal) => {
        process.off('exit', killAtExit);
        resolve(this.#onGone(child, code, signal));
      };
      child.once('error', (error) => {
        this.#output.push(error.message);
        onGone(null, null);
      });
      child.once('exit', onGone);
    });
  }

  #environment(libDir) {
    return {
      ...process.env,
      HOME: this.#dir,
      ERL_LIBS: libDir,
      EJABBERD_CONFIG_PATH: join(this.#dir, 'ejabberd.yml'),
      EJABBERD_LOG_PATH: join(this.#dir, 'log', 'ejabberd.log'),
      ERL_CRASH_DUMP_BYTES: '0',
    };
  }

  async #untilReady() {
    const deadline = Date.now() + READY_TIMEOUT_MS;
    for (;;) {
      if (!this.#child) throw new Error('ejabberd ended while it started.');
      if (
        await this.#isReady().then(
          () => true,
          () => false,
        )
      )
        return;
      if (Date.now() > deadline) throw new Error(`ejabberd did not answer within ${READY_TIMEOUT_MS / 1000} s.`);
      await wait(50);
    }
  }

  #onLine(line) {
    const [, id, answer] = /^sql (\d+) (.*)$/.exec(line) ?? [];
    if (id === undefined) {
      this.#output.push(line);
      if (this.#output.length > LOG_LINES) this.#output.shift();
      return;
    }
    this.#sqlWaiting.get(id)?.(answer ?? '');
    this.#sqlWaiting.delete(id);
  }

  async #onGone(child, code, signal) {
    if (this.#child === child) this.#child = undefined;
    for (const answer of this.#sqlWaiting.values()) answer('ejabberd ended');
    this.#sqlWaiting.clear();
    if (this.#expected) return;
    const log = await this.lastLogLines();
    for (const callback of this.#callbacks) callback({ code, signal, log });
  }
}

/** Nodes find each other without a daemon that knows their ports: all have the same, each at its own address. */
function nodeArgs({ ip, port, cookie }) {
  return [
    ...['-name', `ejabberd@${ip}`, '-setcookie', cookie],
    ...['-start_epmd', 'false', '-erl_epmd_port', String(port)],
    ...['-kernel', 'inet_dist_use_interface', `{${ip.replaceAll('.', ',')}}`],
  ];
}
