import type { ReadableAtom } from 'nanostores';

/** Resolves with the store's value as soon as it passes the test, now or later. */
export function reaches<T>(store: ReadableAtom<T>, test: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    let stop: (() => void) | undefined;
    let done = false;
    stop = store.subscribe((value) => {
      if (done || !test(value as T)) return;
      done = true;
      stop?.();
      resolve(value as T);
    });
    if (done) stop();
  });
}
