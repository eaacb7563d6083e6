import { prosodyPlugin } from './prosody-commands.mjs';

/** A Prosody with the quick login: `sasl2ProsodyServer` in `prosody-server.ts`. */
export default prosodyPlugin('sasl2-prosody', { sasl2: true });
