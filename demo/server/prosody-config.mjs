/** The configuration of our Prosody, in Lua. */
import { join } from 'node:path';

/** Debian's own choice, without what limits, encrypts or leaves the machine, and with what a chat in a browser needs. */
const MODULES = [
  ...['blocklist', 'bookmarks', 'carbons', 'csi_simple', 'disco', 'http_altconnect', 'mam', 'pep', 'ping', 'private'],
  ...['roster', 'saslauth', 'smacks', 'vcard4', 'vcard_legacy', 'websocket'],
];
/** Versions before 13 do not log in with them, or not reliably. */
const SASL2_MODULES = ['sasl2', 'sasl2_bind2', 'sasl2_fast', 'sasl2_sm'];

/** What signing in takes. */
const BARE_MODULES = ['saslauth', 'websocket'];

const UPLOAD = `
Component "upload.localhost" "http_file_share"
  -- Whatever name the request is for.
  http_host = "localhost"
  http_file_share_size_limit = 104857600
  http_file_share_daily_quota = 1073741824
`;

/**
 * @param {object} options
 * @param {string} options.dir Where the server keeps its data.
 * @param {number} options.port Loopback port for WebSocket and upload.
 * @param {string} options.externalUrl Where it is from outside, with a slash at the end.
 * @param {string} options.version Of Prosody.
 * @param {boolean} options.sasl2 Offers the quick login (XEP-0388) as well, if this version can.
 * @param {boolean} options.bare Offers rooms and nothing that is optional.
 * @param {string} options.logLevel
 * @returns {string}
 */
export function prosodyConfig({ dir, port, externalUrl, version, sasl2, bare, logLevel }) {
  const isNew = Number.parseInt(version, 10) >= 13;
  const common = isNew ? MODULES : MODULES.filter((name) => name !== 'http_altconnect');
  const offered = isNew && sasl2 ? [...common, ...SASL2_MODULES] : common;
  const modules = bare ? BARE_MODULES : offered;
  const roomModules = bare ? [] : ['muc_mam', 'muc_moderation', ...(isNew ? [] : ['vcard_muc'])];
  return `-- Written at every start.
data_path = ${text(join(dir, 'data'))}
pidfile = ${text(join(dir, 'prosody.pid'))}
log = { { levels = { min = ${text(logLevel)} }, to = "file", filename = ${text(join(dir, 'prosody.log'))} } }
-- Whoever runs the tests; in a container that may be root.
run_as_root = true

-- Everything stays on this machine.
interfaces = { "127.0.0.1" }
c2s_ports = {}
c2s_direct_tls_ports = {}
https_ports = {}
http_interfaces = { "127.0.0.1" }
http_ports = { ${port} }
http_default_host = "localhost"
http_external_url = ${text(externalUrl)}
modules_disabled = { "s2s", "s2s_auth_certs", "tls" }
certificates = ${text(dir)}

-- As behind a proxy that does TLS.
c2s_require_encryption = false
consider_websocket_secure = true

modules_enabled = ${list(modules)}
authentication = "internal_hashed"
-- Otherwise a week.
archive_expires_after = "1y"

VirtualHost "localhost"

Component "conference.localhost" "muc"
  modules_enabled = ${list(roomModules)}
  muc_log_expires_after = "1y"
  muc_room_default_public = true
  muc_room_default_persistent = true
${bare ? '' : UPLOAD}`;
}

function list(names) {
  return `{ ${names.map(text).join(', ')} }`;
}

/** JSON escapes what Lua escapes, as far as paths go. */
function text(value) {
  return JSON.stringify(value);
}
