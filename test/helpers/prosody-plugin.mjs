import { prosodyPlugin } from './prosody-commands.mjs';

/** A server of another kind, as Debian configures it: `prosodyServer` in `prosody-server.ts`. */
export default prosodyPlugin('prosody', { sasl2: false });
