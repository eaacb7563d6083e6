import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Which folders (and files) of `src` each folder may import from, besides itself. A name in `types` may be imported as types
 * only. What is in no list is forbidden.
 */
const DIRECTIONS = {
  domain: { values: [], types: [] },
  i18n: { values: ['domain'], types: [] },
  styles: { values: [], types: [] },
  events: { values: ['domain'], types: [] },
  state: { values: ['domain'], types: [] },
  protocol: { values: ['domain'], types: [] },
  api: { values: ['domain'], types: [] },
  storage: { values: ['domain'], types: [] },
  service: { values: ['state', 'protocol', 'api', 'storage', 'domain', 'log'], types: ['context'] },
  // Only the service writes stores, so nobody else needs more of them than their types.
  controllers: { values: ['domain', 'context', 'i18n', 'log'], types: ['state'] },
  elements: { values: ['controllers', 'domain', 'context', 'events', 'styles', 'i18n', 'log'], types: ['state'] },
};
const PLACES = readdirSync(`${import.meta.dirname}/src`).map((name) => name.replace(/\.ts$/, ''));

/** Packages that belong to some folders alone. */
const PACKAGES = [
  { regex: '^(@xmpp/|ltx$|saslmechanisms$)', folders: ['protocol', 'service'], what: 'XMPP' },
  { regex: '^(lit$|lit/|@lit/)', folders: ['elements', 'controllers', 'styles', 'i18n'], what: 'Lit' },
  { regex: '^nanostores$', folders: ['state', 'service', 'controllers', 'elements'], what: 'stores' },
];

/** Matches a relative import of one of `places` from a file at any depth below its folder. */
function importOf(places) {
  return `^(?:\\.\\./)+(?:${places.join('|')})(?:/|\\.js$)`;
}

/** Forbids what the folder may not import. */
function directionOf(folder, { values, types }) {
  const forbidden = PLACES.filter((place) => ![folder, ...values, ...types].includes(place));
  const foreign = PACKAGES.filter(({ folders }) => !folders.includes(folder));
  const patterns = [
    {
      regex: importOf(forbidden),
      message: `src/${folder} may not import from there; see DIRECTIONS in eslint.config.js.`,
    },
    ...foreign.map(({ regex, what }) => ({ regex, message: `src/${folder} has nothing to do with ${what}.` })),
  ];
  if (types.length > 0) {
    patterns.push({
      regex: importOf(types),
      allowTypeImports: true,
      message: `src/${folder} may import types only from there; see DIRECTIONS in eslint.config.js.`,
    });
  }
  return {
    files: [`src/${folder}/**/*.ts`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

const directions = Object.entries(DIRECTIONS).map(([folder, allowed]) => directionOf(folder, allowed));

/** What scripts may use: what Node knows, and, in functions that they send into a page, what browsers know. */
const SCRIPT_GLOBALS = [
  ...Object.getOwnPropertyNames(globalThis),
  ...[
    'document',
    'window',
    'location',
    'localStorage',
    'customElements',
    'getComputedStyle',
    'innerHeight',
    'requestAnimationFrame',
    'addEventListener',
  ],
  ...[
    'Element',
    'Text',
    'HTMLSlotElement',
    'HTMLStyleElement',
    'HTMLScriptElement',
    'WebSocket',
    'DOMParser',
    'Storage',
  ],
  'IDBObjectStore',
];

export default defineConfig(
  {
    ignores: [
      'dist/',
      'coverage/',
      'node_modules/',
      '.cache/',
      '.ejabberd/',
      'test/bench/node_modules/',
      'test/bench/results/',
      'test/package/*.ts',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [
      ...tseslint.configs.strictTypeChecked,
      lit.configs['flat/recommended'],
      wc.configs['flat/best-practice'],
      { plugins: { 'lit-a11y': litA11y }, rules: litA11y.configs.recommended.rules },
    ],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-console': 'error',
      // "All but this one" is written by taking it out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // A promise without a value is `Promise.withResolvers<void>()`.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // A reactive controller does its work by being there.
      'no-unused-private-class-members': 'off',
      // Numbers read well in template strings; everything else must be made a string on purpose.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Arrow functions that only call something are shorter than blocks around the call.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  ...directions,
  // <ethora-chat> is the element that creates the service.
  {
    files: ['src/elements/ethora-chat/**/*.ts'],
    rules: directionOf('elements', { ...DIRECTIONS.elements, values: [...DIRECTIONS.elements.values, 'service'] })
      .rules,
  },
  // Lit calls the listeners in a template with the element as `this`.
  { files: ['src/elements/**/*.ts'], rules: { '@typescript-eslint/unbound-method': 'off' } },
  { files: ['src/log.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Chai's assertions are properties.
      '@typescript-eslint/no-unused-expressions': 'off',
      // Chai's `equal` is declared to give a promise, which it does not; `accessible` does, and has to be awaited.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: 'Equal', package: 'chai' }] },
      ],
      // A stand-in keeps the promise of what it stands for.
      '@typescript-eslint/require-await': 'off',
      // A test that finds nothing where it looks has to fail, which it does.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: { globals: Object.fromEntries(SCRIPT_GLOBALS.map((name) => [name, 'readonly'])) },
    rules: { 'no-console': 'off', 'no-unused-vars': ['error', { ignoreRestSiblings: true }] },
  },
);
