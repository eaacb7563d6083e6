const BUNDLE = 'dist/ethora-chat.js';

/**
 * The manifest as users of the package need it: what the one published module exports, without private members.
 *
 * @param {string} text - What the analyzer wrote, in terms of the source files.
 * @returns {string}
 */
export function publicManifest(text) {
  const { modules, ...manifest } = JSON.parse(text);
  const declarations = modules.flatMap((module) => module.declarations).filter(({ kind }) => kind === 'class');
  const names = new Set(declarations.map(({ name }) => name));
  const published = {
    kind: 'javascript-module',
    path: BUNDLE,
    declarations: declarations.map(withoutPrivate).map(withOwnEvents),
    exports: modules.flatMap((module) => module.exports).filter((entry) => names.has(entry.declaration.name)),
  };
  return `${JSON.stringify({ ...manifest, modules: [published] }, inBundle, 2)}\n`;
}

function withoutPrivate(declaration) {
  const members = declaration.members?.filter(({ privacy, name }) => !isPrivate(privacy) && !name.startsWith('#'));
  return members ? { ...declaration, members } : declaration;
}

/** Of an event that is dispatched as `new SomeEvent(detail)` the analyzer takes the first argument for the name. */
function withOwnEvents(declaration) {
  const events = declaration.events?.filter(({ name }) => name.startsWith('ethora-'));
  return events ? { ...declaration, events } : declaration;
}

function isPrivate(privacy) {
  return privacy === 'private' || privacy === 'protected';
}

/** For `JSON.stringify`: source files are not published, so nothing may point to them. */
function inBundle(key, value) {
  return key === 'module' && /^\/?src\//.test(value) ? BUNDLE : value;
}
