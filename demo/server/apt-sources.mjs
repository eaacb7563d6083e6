/** The backports suite of the mirror that this machine already uses: its ejabberd is newer. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @typedef {object} AptSource
 * @property {'list' | 'sources'} kind How the file that holds the text must end.
 * @property {string} text
 * @property {string} suite Such as `bookworm-backports`.
 */

/**
 * Undefined when no entry for the release itself can be found to derive it from.
 * @param {string} codename Of the Debian release, such as `bookworm`.
 * @param {string} [folder] Where apt keeps its configuration.
 * @returns {Promise<AptSource | undefined>}
 */
export async function backportsSource(codename, folder = '/etc/apt') {
  if (!/^[a-z]+$/.test(codename)) return undefined;
  const parts = await readdir(join(folder, 'sources.list.d')).catch(() => []);
  for (const name of ['sources.list', ...parts.map((part) => `sources.list.d/${part}`)]) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => '');
    const source = name.endsWith('.list') ? fromLines(text, codename) : fromStanzas(text, codename, name);
    if (source) return source;
  }
  return undefined;
}

/** One-line format: `deb [options] uri suite component…`. */
function fromLines(text, codename) {
  const entry = /^deb\s+(\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+(.*)$/;
  for (const line of text.split('\n')) {
    const [, options = '', uri, suite, components = ''] = entry.exec(line.trim()) ?? [];
    if (suite !== codename || !/\bmain\b/.test(components)) continue;
    const backports = `${codename}-backports`;
    return { kind: 'list', text: `deb ${options}${uri} ${backports} main`, suite: backports };
  }
  return undefined;
}

/** Stanzas of `Field: value` lines. */
function fromStanzas(text, codename, name) {
  if (!name.endsWith('.sources')) return undefined;
  for (const stanza of text.split(/\n\s*\n/)) {
    const lines = stanza.split('\n').filter((line) => line.trim() && !line.startsWith('#'));
    const field = (wanted) =>
      lines
        .find((line) => line.startsWith(`${wanted}:`))
        ?.slice(wanted.length + 1)
        .trim() ?? '';
    const words = (wanted) => field(wanted).split(/\s+/);
    if (!words('Types').includes('deb') || !words('Suites').includes(codename) || !words('Components').includes('main'))
      continue;
    const suite = `${codename}-backports`;
    const changed = lines.map((line) => {
      if (line.startsWith('Suites:')) return `Suites: ${suite}`;
      if (line.startsWith('Components:')) return 'Components: main';
      return line.startsWith('Types:') ? 'Types: deb' : line;
    });
    return { kind: 'sources', text: changed.join('\n'), suite };
  }
  return undefined;
}
