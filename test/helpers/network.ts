import { executeServerCommand } from '@web/test-runner-commands';

/** What came into a proxy so far, whether it went on or was swallowed. */
export interface ProxyStats {
  readonly connections: number;
  /** WebSocket data frames from the page to the server. */
  readonly framesUp: number;
  readonly framesDown: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
}

/** A network between the page and a server that fails when told to. */
export interface Proxy {
  /** The server's address through the proxy. */
  readonly url: string;
  /** Sets the round-trip time, ms. */
  setDelay(ms: number): Promise<void>;
  /** Breaks every connection; new ones are accepted. Resolves when the server has noticed. */
  cut(): Promise<void>;
  /** Swallows every byte while connections stay open. */
  freeze(): Promise<void>;
  /** Lets new connections through; one that lost bytes stays silent for good. */
  unfreeze(): Promise<void>;
  /** Breaks every connection and refuses new ones; resolves likewise. */
  refuse(): Promise<void>;
  /** Accepts connections again after `refuse()`. */
  admit(): Promise<void>;
  stats(): Promise<ProxyStats>;
  /** Stops for good. */
  close(): Promise<void>;
}

/** Starts a proxy to `target`, an address such as `server.start()` gives. `delayMs`: its round-trip time, default 0. */
export async function startProxy(target: string, delayMs = 0): Promise<Proxy> {
  const { name, url } = await executeServerCommand<{ name: string; url: string }, object>('proxy-start', {
    target,
    delayMs,
  });
  const call = (method: string, ...args: unknown[]) => executeServerCommand('proxy-call', { name, method, args });
  return {
    url,
    setDelay: async (ms) => {
      await call('setDelay', ms);
    },
    cut: async () => {
      await call('cut');
    },
    freeze: async () => {
      await call('freeze');
    },
    unfreeze: async () => {
      await call('unfreeze');
    },
    refuse: async () => {
      await call('refuse');
    },
    admit: async () => {
      await call('admit');
    },
    stats: async () => (await call('stats')) as ProxyStats,
    close: async () => {
      await call('close');
    },
  };
}
