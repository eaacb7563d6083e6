import { createProxy } from './proxy.mjs';

/** Proxies that tests of this run started, by the name that the test got. */
const proxies = new Map();
const METHODS = new Set(['setDelay', 'cut', 'freeze', 'unfreeze', 'refuse', 'admit', 'stats', 'close']);

/** Gives tests a network that fails when told to: see `network.ts`. */
export default {
  name: 'proxy',

  async executeCommand({ command, payload }) {
    if (command === 'proxy-start') {
      const proxy = await createProxy(payload);
      const name = String(proxies.size);
      proxies.set(name, proxy);
      return { name, url: proxy.url };
    }
    if (command !== 'proxy-call' || !METHODS.has(payload.method)) return undefined;
    return (await proxies.get(payload.name)[payload.method](...payload.args)) ?? true;
  },

  async serverStop() {
    await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
  },
};
