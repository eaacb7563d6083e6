/** The one logger. Silent unless the page sets `localStorage['ethora-chat:debug']` or calls `setLogLevel`. */

export type LogLevel = 'silent' | 'warn' | 'debug';

const order: Record<LogLevel, number> = { silent: 0, warn: 1, debug: 2 };
const state: { level: LogLevel } = { level: 'warn' };
const warned = new Set<string>();

/** `warn` (default): mistakes in the page's use, once each. `debug`: what the session does. Never passwords, tokens or messages. */
export function setLogLevel(level: LogLevel): void {
  state.level = level;
}

export const log = {
  /** A mistake of the page; each text is said once. */
  warn(text: string) {
    if (order[state.level] < order.warn || warned.has(text)) return;
    warned.add(text);
    console.warn(`[ethora-chat] ${text}`);
  },
  debug(text: string, ...details: unknown[]) {
    if (order[state.level] >= order.debug) console.debug(`[ethora-chat] ${text}`, ...details);
  },
};
