/** A thread that builds the bundle: it takes seconds in which nothing else would get on. */
import { parentPort, workerData } from 'node:worker_threads';
import { watchBundle } from './bundle.mjs';

await watchBundle({ root: workerData.root, log: (line) => parentPort?.postMessage({ line }) });
parentPort?.postMessage({ built: true });
