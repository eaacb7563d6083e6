import type { ReadableAtom } from 'nanostores';

/** Longest wait, ms: more than what is in doubt may have to. */
const PATIENCE_MS = 20_000;

// The real ones, whatever clock a test puts in their place.
const { setTimeout, clearTimeout } = globalThis;

/** Resolves with the store's value as soon as it passes the test, now or later; rejects with what it is when it does not. */
export function reaches<T>(store: ReadableAtom<T>, test: (value: T) => boolean): Promise<T> {
  const { stack } = new Error();
  return new Promise((resolve, reject) => {
    const check = (value: T) => {
      if (!test(value)) return false;
      clearTimeout(timer);
      stop();
      resolve(value);
      return true;
    };
    const timer = setTimeout(() => {
      stop();
      const plain = (_key: string, part: unknown) => (part instanceof Map ? [...part] : part);
      const value = JSON.stringify([store.get()], plain);
      reject(Object.assign(new Error(`The store did not get there; it is ${value.slice(0, 2000)}`), { stack }));
    }, PATIENCE_MS);
    const stop = store.listen((value) => {
      check(value);
    });
    check(store.get());
  });
}
