/**
 * Which pages of this browser live. Each holds a Web Lock that is named by its id; the browser lets it go when the page ends,
 * however it ends.
 */
import { randomId } from '../domain/ids.js';

/** One session in a page, for as long as it lives. */
export class LivingPage {
  readonly id = randomId();
  readonly #ended = Promise.withResolvers<void>();

  /** Resolves when the others can tell that this one lives; with false where the browser has no locks (insecure contexts). */
  begin(): Promise<boolean> {
    if (!('locks' in navigator)) return Promise.resolve(false);
    return new Promise((resolve) => {
      navigator.locks
        .request(lockName(this.id), () => {
          resolve(true);
          return this.#ended.promise;
        })
        .catch(() => {
          resolve(false);
        });
    });
  }

  end() {
    this.#ended.resolve();
  }
}

/** Does something once the page with this id has ended, and nobody else is doing the same; unless it is aborted before. */
export async function whenEnded(id: string, task: () => Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await navigator.locks.request(lockName(id), { signal }, task);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function lockName(id: string): string {
  return `ethora-chat:page:${id}`;
}
