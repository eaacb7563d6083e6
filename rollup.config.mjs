import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import replace from '@rollup/plugin-replace';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';
import { minifyHTMLLiterals } from 'minify-literals';
import { shortPrivateNames } from './test/tools/short-private-names.mjs';
import { thirdPartyLicenses } from './test/tools/third-party-licenses.mjs';

/** Parts of xmpp.js that only the unused rest of it needs: for addresses, for looking up servers in DNS, for XML without bounds. */
const UNUSED = ['@xmpp/jid', '@xmpp/resolve', './lib/Parser.js', './lib/XMLError.js'];

/** Gives every import of `name` a module whose default export does nothing. */
function emptyModule(name) {
  const id = `\0empty:${name}`;
  return {
    name: 'empty-module',
    resolveId: (source) => (source === name ? id : undefined),
    load: (loaded) => (loaded === id ? 'export default () => {};' : undefined),
  };
}

/** Gives the XML parser of xmpp.js an emitter of ours in place of the package `events`. */
function smallEmitter() {
  return {
    name: 'small-emitter',
    resolveId: (source) =>
      source === 'events' ? fileURLToPath(new URL('src/protocol/event-emitter.ts', import.meta.url)) : undefined,
  };
}

/** Gives xmpp.js the XML elements of ltx as modules, which become smaller than the CommonJS that it asks for. */
function modulesOfLtx() {
  return {
    name: 'modules-of-ltx',
    resolveId(source, importer) {
      return source.startsWith('ltx/lib/') ? this.resolve(source.replace('lib', 'src'), importer) : undefined;
    },
  };
}

/** Minifies the `html`, `svg` and `css` templates of our own files. */
function minifyTemplates() {
  return {
    name: 'minify-templates',
    transform(code, id) {
      if (id.includes('node_modules') || !id.endsWith('.ts')) return undefined;
      // Without the closing slash, <path/> followed by another element would become its parent.
      return minifyHTMLLiterals(code, { fileName: id, html: { keepClosingSlash: true } });
    },
  };
}

/** Every warning is an error, but for two habits of third-party packages that do no harm. */
function onwarn(warning) {
  if (warning.code === 'THIS_IS_UNDEFINED') return;
  if (warning.code === 'CIRCULAR_DEPENDENCY' && warning.ids?.every((id) => id.includes('node_modules'))) return;
  throw Object.assign(new Error(warning.message), { loc: warning.loc, frame: warning.frame });
}

/** Stand-ins for what Lit uses while it is loaded, so that importing the file where there is no page does not fail. */
const intro = `
  const HTMLElement = globalThis.HTMLElement ?? class {};
  const document = globalThis.document ?? { createTreeWalker() {} };
`;

export default {
  input: 'src/index.ts',
  output: { file: 'dist/ethora-chat.js', format: 'es', sourcemap: true, inlineDynamicImports: true, intro },
  onwarn,
  // Of xmpp.js only what is used: the rest of its client is loaded for nothing.
  treeshake: { moduleSideEffects: (id) => !/node_modules\/(@xmpp|sasl)/.test(id) },
  watch: { clearScreen: false },
  plugins: [
    ...UNUSED.map(emptyModule),
    smallEmitter(),
    modulesOfLtx(),
    nodeResolve({ browser: true, preferBuiltins: false, exportConditions: ['production'] }),
    commonjs(),
    typescript({ tsconfig: 'test/tools/tsconfig.build.json', compilerOptions: { noEmit: false } }),
    minifyTemplates(),
    replace({ preventAssignment: true, values: { 'process.env.NODE_ENV': JSON.stringify('production') } }),
    thirdPartyLicenses('LICENSES.txt'),
    // A function with a body that is put where it is called makes the text shorter, but Brotli's less so.
    terser({ module: true, ecma: 2022, compress: { passes: 3, inline: 1 }, format: { comments: false } }),
    shortPrivateNames(),
  ],
};
