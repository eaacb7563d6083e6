import type { ReadableAtom } from 'nanostores';

/** The store as everybody but its owner sees it. */
export function readonlyStore<T>(store: ReadableAtom<T>): ReadableAtom<T> {
  return store;
}
