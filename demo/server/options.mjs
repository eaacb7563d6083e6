/** What `npm start` understands. */
import { parseArgs } from 'node:util';

export const HELP = `npm start [-- options]

Boots a chat server on this machine, with people, rooms and conversations, and serves the demo pages.

  --fresh              forgets everything that was written and starts over
  --port <number>      port of the pages; default 8080, the next free one if it is taken
  --service <url>      uses this server (wss://…) instead of booting one
  --domain <name>      the XMPP domain there; default: the host of --service
  --data <folder>      where the server keeps its files; default .ejabberd
  --no-build           serves dist/ as it is, without building the bundle
  --help               prints this
`;

/** A mistake in the command line. */
export class UsageError extends Error {}

/**
 * @typedef {object} DemoOptions
 * @property {boolean} fresh
 * @property {boolean} help
 * @property {boolean} build
 * @property {number} port 0: any free one.
 * @property {string | undefined} data
 * @property {{ service: string, domain: string } | undefined} remote A server that is there already.
 */

/**
 * @param {readonly string[]} args Without the program's name.
 * @throws {UsageError}
 * @returns {DemoOptions}
 */
export function parseOptions(args) {
  const { service, domain, ...values } = read(args);
  if (domain !== undefined && service === undefined) throw new UsageError('--domain needs --service as well.');
  if (service !== undefined && values.fresh)
    throw new UsageError('--fresh is for the server of the demo, not for --service.');
  return {
    fresh: values.fresh,
    help: values.help,
    build: !values['no-build'],
    port: portFrom(values.port),
    data: values.data,
    remote: service === undefined ? undefined : remoteFrom(service, domain),
  };
}

function read(args) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        'no-build': { type: 'boolean', default: false },
        port: { type: 'string', default: '8080' },
        service: { type: 'string' },
        domain: { type: 'string' },
        data: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error.message, { cause: error });
  }
}

function portFrom(text) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new UsageError(`--port must be a number up to 65535, not "${text}".`);
  return port;
}

/** The widget takes several addresses, separated by blanks; all lead to one domain. */
function remoteFrom(service, domain) {
  const urls = service.split(/\s+/).filter(Boolean).map(toUrl);
  const [first] = urls;
  if (!first || urls.some((url) => url?.protocol !== 'wss:' && url?.protocol !== 'ws:')) {
    throw new UsageError(`--service must be an address like wss://chat.example/ws, not "${service}".`);
  }
  return { service, domain: domain ?? first.hostname };
}

function toUrl(text) {
  return URL.canParse(text) ? new URL(text) : undefined;
}
