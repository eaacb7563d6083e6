/** `npm start`. Imports nothing from npm before it has made sure that it is installed. */
import { fileURLToPath } from 'node:url';
import { ensurePackages } from '../../test/tools/install-packages.mjs';
import { HELP, UsageError, parseOptions } from './options.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

const log = (line) => process.stdout.write(`${line}\n`);

/** A second signal within this time is the first one once more: a terminal sends it to us, and npm passes it on. */
const SAME_SIGNAL_MS = 1000;

/** What has to be called to end what was started. @type {(() => Promise<void>)[]} */
const ends = [];
/** When ending began, ms since the epoch. @type {number | undefined} */
let endingSince;

/** Ends everything and the process; asked for again, at once. */
async function end(code) {
  if (endingSince !== undefined) {
    if (Date.now() - endingSince > SAME_SIGNAL_MS) process.exit(130);
    return;
  }
  endingSince = Date.now();
  await Promise.allSettled(ends.map((stop) => stop()));
  process.exit(code);
}

async function main() {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    log(HELP);
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));
  ensurePackages();
  const { startDemo } = await import('./demo.mjs');
  const demo = await startDemo({ root, options, log, ends });
  if (demo.server) watchServer(demo.server);
  log(summary(demo));
}

function watchServer(server) {
  server.onExit(({ code, signal, log: lines }) => {
    log(`\nejabberd ended by itself (${signal ?? `code ${code}`}). The last lines of its log:\n\n${lines}\n`);
    log('Start again with "npm start"; if it keeps ending, "npm start -- --fresh" gives it empty files.');
    void end(1);
  });
  switchOnSignal(server);
}

/** For looking at how the pages get over an outage. */
function switchOnSignal(server) {
  let running = true;
  process.on('SIGUSR2', () => {
    running = !running;
    log(running ? 'Starting the chat server …' : 'Stopping the chat server; the same signal starts it again.');
    (running ? server.start() : server.stop()).catch(fail);
  });
}

function summary({ url, server, xmpp, ethora }) {
  const lines = [
    '',
    `Open ${url}`,
    '',
    `XMPP only: ${xmpp.service}, domain ${xmpp.domain}.`,
    server
      ? '  Sign in as alice, bob, carol or another; the password is the same as the username.'
      : '  Sign in with an account of that server.',
    ...(ethora
      ? [
          `Ethora: REST API ${ethora.api}, chat server ${ethora.service}, domain ${ethora.domain}.`,
          server
            ? '  Sign in as alice@harbor.example, bob@harbor.example or another; the password is what stands before the @.'
            : '  Sign in with the e-mail address of an account there.',
        ]
      : []),
    '',
    ...(server ? [`Try an outage: kill -USR2 ${process.pid} stops the chat server, and again starts it.`] : []),
    'Ctrl-C ends everything.',
    '',
  ];
  return lines.map((line) => line && `  ${line}`).join('\n');
}

function fail(error) {
  // What is broken off by ending is no failure.
  if (endingSince !== undefined) return;
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof UsageError) process.stderr.write(`\n${HELP}`);
  void end(1);
}

main().catch(fail);
