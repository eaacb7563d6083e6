/** Starts an ejabberd in the folder that is its argument, prints the process id, and waits to be killed. */
import { startEjabberd } from '../../demo/server/ejabberd.mjs';

const [, , dir = ''] = process.argv;
const server = await startEjabberd({ dir, ports: { http: 0 } });
process.stdout.write(`${server.pid}\n`);
