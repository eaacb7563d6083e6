/** Builds dist/ethora-chat.js, and again whenever a source changes. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/**
 * `watchBundle` on a thread of its own.
 * @param {{ root: string, log: (line: string) => void }} options
 * @returns {Promise<{ close: () => Promise<unknown> }>}
 */
export async function watchBundleBeside({ root, log }) {
  const worker = new Worker(new URL('bundle-worker.mjs', import.meta.url), { workerData: { root } });
  await new Promise((resolve, reject) => {
    worker.on('message', ({ line, built }) => (built ? resolve(undefined) : log(line)));
    worker.once('error', reject);
  });
  return { close: () => worker.terminate() };
}

/**
 * Resolves after the first build, whether it succeeded or not: what failed is said, and the next change tries again.
 * @param {{ root: string, log: (line: string) => void }} options
 * @returns {Promise<{ close: () => Promise<void> }>}
 */
export async function watchBundle({ root, log }) {
  const { watch } = await import('rollup');
  const { loadConfigFile } = await import('rollup/loadConfigFile');
  const file = join(root, 'rollup.config.mjs');
  const { options, warnings } = await loadConfigFile(file, { watch: true, silent: true });
  const watcher = watch(options.map((entry) => ({ ...entry, watch: { clearScreen: false } })));
  let first = true;
  await new Promise((resolve) => {
    watcher.on('event', (event) => {
      if (event.code === 'BUNDLE_END') {
        log(
          first
            ? `The bundle is built (${seconds(event.duration)}) and follows the sources.`
            : `Built again (${seconds(event.duration)}).`,
        );
        void event.result.close();
      }
      if (event.code === 'ERROR') {
        log(`The bundle could not be built: ${describe(event.error)}\nThe next change of a source tries again.`);
        void event.result?.close();
      }
      if (event.code !== 'END' && event.code !== 'ERROR') return;
      warnings.flush();
      first = false;
      resolve(undefined);
    });
  });
  return { close: () => watcher.close() };
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** Message, place and the lines around it. */
function describe(error) {
  const place = error.loc ? `\n  ${error.loc.file ?? error.id}:${error.loc.line}:${error.loc.column}` : '';
  return `${error.message}${place}${error.frame ? `\n${error.frame}` : ''}`;
}
