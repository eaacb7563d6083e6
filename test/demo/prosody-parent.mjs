/** Starts a Prosody in the folder that is its argument, prints the process id, and waits to be killed. */
import { startProsody } from '../../demo/server/prosody.mjs';

const [, , dir = ''] = process.argv;
const server = await startProsody({ dir });
process.stdout.write(`${server.pid}\n`);
