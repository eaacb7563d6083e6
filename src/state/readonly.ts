import type { ReadableAtom } from 'nanostores';

/** The store as everybody but its owner sees it. What a listener throws is reported as the page's error; it stops nothing here. */
export function readonlyStore<T>(store: ReadableAtom<T>): ReadableAtom<T> {
  const listen = store.listen.bind(store);
  store.listen = (listener) =>
    listen((...change) => {
      try {
        listener(...change);
      } catch (error) {
        reportError(error);
      }
    });
  return store;
}
