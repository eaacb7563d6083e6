import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { CHROMIUM_FLAGS, findChromium } from './helpers/chromium.mjs';
import { findFreePort } from './helpers/free-port.mjs';
import { countReporter } from './tools/count-reporter.mjs';

const rootDir = fileURLToPath(new URL('..', import.meta.url));
const helpers = new URL('helpers/', import.meta.url);

/** Every `*-plugin.mjs` in `helpers`: each exports one plugin by default. */
const pluginFiles = readdirSync(helpers).filter((name) => name.endsWith('-plugin.mjs'));
const plugins = await Promise.all(pluginFiles.map(async (name) => (await import(new URL(name, helpers))).default));

export default {
  rootDir,
  // Another run beside this one would look for a port in the same moment, and find the same.
  port: await findFreePort(),
  files: ['test/**/*.test.ts', '!test/bench/**'],
  nodeResolve: { exportConditions: ['browser', 'development'] },
  // More than one page at a time would leave hidden ones, which get no animation frames.
  concurrency: 1,
  browsers: [chromeLauncher({ launchOptions: { executablePath: findChromium(), args: CHROMIUM_FLAGS } })],
  plugins: [
    ...plugins,
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)),
    }),
  ],
  reporters: [defaultReporter({ reportTestProgress: Boolean(process.stdout.isTTY) }), countReporter()],
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  testsFinishTimeout: 180_000,
  testFramework: {
    config: { timeout: 15_000, checkLeaks: true, globals: ['__WTR_MOCHA_RUNNER__', 'axe'] },
  },
  testRunnerHtml: (testFramework) => `<!doctype html>
    <html lang="en">
      <head><meta charset="utf-8" /><title>Tests</title></head>
      <body>
        <script>globalThis.process = { env: { NODE_ENV: 'test' } };</script>
        <script type="module" src="${testFramework}"></script>
      </body>
    </html>`,
  coverageConfig: { include: ['src/**/*.ts'], reportDir: 'coverage' },
};
