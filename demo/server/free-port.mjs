/** Ports on loopback that nobody listens on. */
import { createServer } from 'node:net';

/**
 * The first free port from `wanted` upwards; 0 asks the system for any.
 * @param {number} wanted
 * @throws {Error} when a hundred ports in a row are taken.
 * @returns {Promise<number>}
 */
export async function freePort(wanted) {
  if (wanted === 0) return tryPort(0);
  for (let port = wanted; port < Math.min(wanted + 100, 65_536); port++) {
    try {
      return await tryPort(port);
    } catch (error) {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
    }
  }
  throw new Error(`No free port on 127.0.0.1 from ${wanted} upwards.`);
}

function tryPort(port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port, host: '127.0.0.1' }, () => {
      const taken = probe.address().port;
      probe.close(() => resolve(taken));
    });
  });
}
