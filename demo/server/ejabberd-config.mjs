/** The configuration of the demo's ejabberd. Written as JSON, which is YAML. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @param {object} options
 * @param {string} options.dir Where the server keeps its data.
 * @param {string} [options.ip] Loopback address that it listens on; default 127.0.0.1.
 * @param {boolean} [options.clustered] Keeps everything where other nodes get a copy of it, instead of in SQLite.
 * @param {number} options.port Port there for WebSocket, upload and API.
 * @param {string} options.apiPath Path of the API; a secret, since any web page may send a request to loopback.
 * @param {string} options.ebin ejabberd's own modules.
 * @param {string} options.logLevel
 * @param {string} [options.ethoraModule] What makes a domain Ethora's.
 * @param {string} [options.ethoraDomain] Gets that module, beside `localhost`, which then is as it is without.
 * @returns {Promise<Record<string, unknown>>}
 */
export async function ejabberdConfig({
  dir,
  ip = '127.0.0.1',
  clustered = false,
  port,
  apiPath,
  ebin,
  logLevel,
  ethoraModule,
  ethoraDomain,
}) {
  const known = await knownTo(ebin);
  const ethora = ethoraModule ? { [ethoraModule]: {} } : {};
  return {
    hosts: ['localhost', 'anon.localhost', ...(ethoraDomain ? [ethoraDomain] : [])],
    loglevel: logLevel,
    ...(clustered
      ? { default_db: 'mnesia' }
      : { default_db: 'sql', sql_type: 'sqlite', sql_database: join(dir, 'ejabberd.sqlite') }),
    // Kept as they are, so that every SCRAM variant can be offered and tried; a server with real people would keep hashes.
    auth_password_format: 'plain',
    // Everything stays on this machine: no connections to other servers, hence no name look-ups either.
    s2s_access: 'none',
    ...(known.schemaUpdate ? { update_sql_schema: true } : {}),
    host_config: {
      // Visitors without an account; they meet the others in the rooms of `conference.localhost`.
      'anon.localhost': {
        auth_method: ['anonymous'],
        anonymous_protocol: 'sasl_anon',
        allow_multiple_connections: true,
        // Two hosts cannot share one database, and visitors leave nothing behind anyway.
        default_db: 'mnesia',
        modules: known.modules(anonymousModules()),
      },
      ...(ethoraDomain
        ? {
            [ethoraDomain]: {
              sql_database: join(dir, 'ethora.sqlite'),
              modules: { ...known.modules(ethoraModules(ip, port, known)), ...ethora },
            },
          }
        : {}),
    },
    acl: { loopback: { ip: ['127.0.0.0/8'] } },
    access_rules: { loopback: { allow: 'loopback' } },
    shaper_rules: { max_user_sessions: 1000, max_user_offline_messages: 1000 },
    api_permissions: {
      demo: { from: ['mod_http_api'], who: [{ access: { allow: 'loopback' } }], what: ['*'] },
    },
    listen: [listener(ip, port, apiPath, known)],
    modules: { ...known.modules(modules(ip, port, known)), ...(ethoraDomain ? {} : ethora) },
  };
}

function listener(ip, port, apiPath, known) {
  return {
    port,
    ip,
    module: 'ejabberd_http',
    // Otherwise a listener without TLS offers no SASL2.
    ...(known.plainSasl2 ? { allow_unencrypted_sasl2: true } : {}),
    request_handlers: {
      '/ws': 'ejabberd_http_ws',
      '/upload': 'mod_http_upload',
      '/.well-known/host-meta': 'mod_host_meta',
      '/.well-known/host-meta.json': 'mod_host_meta',
      [apiPath]: 'mod_http_api',
    },
  };
}

function modules(ip, port, known) {
  return {
    ...commonModules(),
    mod_admin_extra: {},
    mod_auth_fast: { db_type: 'mnesia' },
    mod_avatar: {},
    mod_blocking: {},
    mod_carboncopy: {},
    mod_host_meta: { websocket_url: `ws://${ip}:${port}/ws` },
    // Arguments as ejabberd has known them for years; newer versions renamed some.
    mod_http_api: known.apiVersions ? { default_version: 0 } : {},
    mod_http_upload: {
      // By default only for those in an access list named `local`, which there is not.
      access: 'all',
      put_url: `http://${ip}:${port}/upload`,
      docroot: '@HOME@/upload',
      max_size: 104_857_600,
      custom_headers: {
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Methods': 'GET,HEAD,PUT,OPTIONS',
        'Access-Control-Allow-Headers': 'Content-Type,Authorization',
      },
    },
    mod_last: {},
    mod_mam: { default: 'always', assume_mam_usage: true },
    mod_muc: {
      access_create: 'all',
      max_user_conferences: 2000,
      max_rooms_discoitems: 2000,
      max_users: 5000,
      default_room_options: {
        mam: true,
        persistent: true,
        public: true,
        allow_subscription: true,
        allow_user_invites: true,
      },
    },
    mod_muc_admin: {},
    mod_muc_occupantid: {},
    mod_offline: {},
    mod_privacy: {},
    mod_private: {},
    mod_pubsub: {
      access_createnode: 'all',
      plugins: ['flat', 'pep'],
      max_items_node: 1000,
      // Versions that do not let clients choose would keep one bookmark only, the last.
      force_node_config: {
        'urn:xmpp:bookmarks:1': {
          access_model: 'whitelist',
          persist_items: true,
          max_items: 1000,
          send_last_published_item: 'never',
        },
        'storage:bookmarks': { access_model: 'whitelist' },
      },
    },
    mod_roster: {},
    mod_vcard: { search: false },
    mod_vcard_xupdate: {},
  };
}

/** Files are the business of Ethora's REST server. */
function ethoraModules(ip, port, known) {
  const { mod_http_upload: _, ...others } = modules(ip, port, known);
  return others;
}

function anonymousModules() {
  return { ...commonModules(), mod_auth_fast: { db_type: 'mnesia' } };
}

function commonModules() {
  return {
    mod_caps: {},
    mod_client_state: {},
    mod_disco: {},
    mod_ping: {},
    mod_stream_mgmt: { resend_on_timeout: 'if_offline', resume_timeout: 300 },
  };
}

/** What the installed version knows. Options are found by name in the compiled module that reads them. */
async function knownTo(ebin) {
  const files = new Set(await readdir(ebin));
  const mentions = async (module, option) => (await readFile(join(ebin, `${module}.beam`))).includes(option);
  return {
    plainSasl2: await mentions('ejabberd_http', 'allow_unencrypted_sasl2'),
    apiVersions: await mentions('mod_http_api', 'default_version'),
    schemaUpdate: await mentions('ejabberd_option', 'update_sql_schema'),
    modules: (wanted) => Object.fromEntries(Object.entries(wanted).filter(([name]) => files.has(`${name}.beam`))),
  };
}
