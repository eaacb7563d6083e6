import { log } from '../../log.js';

/** How the panes are laid out. */
export type ChatLayout = 'auto' | 'room';
/** Which colours are used. */
export type ChatTheme = 'auto' | 'light' | 'dark';

export const LAYOUTS: readonly ChatLayout[] = ['auto', 'room'];
export const THEMES: readonly ChatTheme[] = ['auto', 'light', 'dark'];

/** The value, or the first that is known; the page is told once. */
export function oneOf<Value extends string>(known: readonly Value[], value: Value, name: string): Value {
  const [fallback = value] = known;
  if (known.includes(value)) return value;
  log.warn(`${name}="${value}" is not known; "${fallback}" is used. Known: ${known.join(', ')}.`);
  return fallback;
}
