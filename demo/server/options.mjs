/** What `npm start` understands. */
import { parseArgs } from 'node:util';

export const HELP = `npm start [-- options]

Boots a chat server on this machine, with people, rooms and conversations, and serves the demo pages of both worlds: XMPP only,
and Ethora, with a stand-in for its REST API.

  --fresh              forgets everything that was written and starts over
  --port <number>      port of the pages; default 8080, the next free one if it is taken
  --service <url>      uses this server (wss://…) instead of booting one
  --domain <name>      the XMPP domain there; default: the host of --service
  --api <url>          with --service: Ethora's REST API beside it (https://…)
  --app-id <id>        the app there; default: the one that the API names for the pages
  --app-token <token>  its token; default: the one that the API names
  --data <folder>      where the servers keep their files; default .ejabberd
  --token-minutes <n>  how long access tokens of the REST stand-in count; default 15
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
 * @property {number} tokenSeconds How long access tokens of the REST stand-in count.
 * @property {Remote | undefined} remote A server that is there already.
 */

/**
 * @typedef {object} Remote
 * @property {string} service
 * @property {string} domain
 * @property {{ api: string, appId?: string, appToken?: string } | undefined} app Undefined without a REST API.
 */

/**
 * @param {readonly string[]} args Without the program's name.
 * @throws {UsageError}
 * @returns {DemoOptions}
 */
export function parseOptions(args) {
  const { service, domain, ...values } = read(args);
  checkNeeds({ service, domain, ...values });
  return {
    fresh: values.fresh,
    help: values.help,
    build: !values['no-build'],
    port: portFrom(values.port),
    data: values.data,
    tokenSeconds: secondsFrom(values['token-minutes']),
    remote: service === undefined ? undefined : { ...remoteFrom(service, domain), app: appFrom(values) },
  };
}

function checkNeeds(values) {
  for (const [name, needed] of [
    ['domain', 'service'],
    ['api', 'service'],
    ['app-id', 'api'],
    ['app-token', 'api'],
  ])
    if (values[name] !== undefined && values[needed] === undefined)
      throw new UsageError(`--${name} needs --${needed} as well.`);
  if (values.service !== undefined && values.fresh)
    throw new UsageError('--fresh is for the server of the demo, not for --service.');
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
        api: { type: 'string' },
        'app-id': { type: 'string' },
        'app-token': { type: 'string' },
        'token-minutes': { type: 'string', default: '15' },
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

function secondsFrom(text) {
  const minutes = Number(text);
  if (!text.trim() || !(minutes >= 0)) throw new UsageError(`--token-minutes must be a number, not "${text}".`);
  return minutes * 60;
}

function appFrom({ api, 'app-id': appId, 'app-token': appToken }) {
  if (api === undefined) return undefined;
  if (!/^https?:$/.test(toUrl(api)?.protocol ?? ''))
    throw new UsageError(`--api must be an address like https://api.chat.example, not "${api}".`);
  return { api, appId, appToken };
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
