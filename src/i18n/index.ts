import { createContext } from '@lit/context';
import { en, type Messages } from './en.js';

/** The languages that the widget speaks, by their primary subtag. */
const languages: Readonly<Record<string, Messages>> = { en };

type Arguments<Text> = Text extends (...values: infer Values) => string ? Values : [];

/** The words of one element tree. */
export interface I18n {
  /** BCP 47 tag by which dates and numbers are written. */
  readonly locale: string;
  /** The text in the tree's language: `t('send')`, `t('members', 8)`. */
  readonly t: <Key extends keyof Messages>(key: Key, ...values: Arguments<Messages[Key]>) => string;
}

/** Words for a BCP 47 tag; English where the language is not known. A malformed tag counts as English. */
export function createI18n(tag: string): I18n {
  const locale = canonicalLocale(tag) ?? 'en';
  const messages = languages[new Intl.Locale(locale).language] ?? en;
  return {
    locale,
    t(key, ...values) {
      const text = messages[key] as string | ((...values: readonly unknown[]) => string);
      return typeof text === 'string' ? text : text(...values);
    },
  };
}

/** What an element speaks until it finds a provider. */
export const defaultI18n = createI18n('en');

/** <ethora-chat> provides the words for its `locale` through this. */
export const i18nContext = createContext<I18n>(Symbol.for('ethora-chat-i18n'));

/**
 * The first tag that is well-formed. A bare language gets the region of the browser, where it speaks the same: a page in `en` shows
 * a British visitor British dates.
 */
export function pickLocale(tags: readonly (string | null | undefined)[], browser: readonly string[]): string {
  for (const tag of [...tags, ...browser]) {
    const locale = tag ? canonicalLocale(tag) : undefined;
    if (!locale) continue;
    return locale.includes('-') ? locale : (browser.find((other) => other.startsWith(`${locale}-`)) ?? locale);
  }
  return 'en';
}

function canonicalLocale(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    // Malformed: there is no other way to ask.
    return undefined;
  }
}
