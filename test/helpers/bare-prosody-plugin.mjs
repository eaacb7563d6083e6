import { prosodyPlugin } from './prosody-commands.mjs';

/** A Prosody with rooms and nothing that is optional: `bareProsodyServer` in `prosody-server.ts`. */
export default prosodyPlugin('bare-prosody', { bare: true });
