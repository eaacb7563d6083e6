import type { Client } from '@xmpp/client-core';

/** Elements nested deeper than this are cut off: walking them would overflow the stack. */
const MAX_DEPTH = 64;

/** Children of one element beyond this number are cut off. */
const MAX_CHILDREN = 5000;

/** The library's parser, which builds no more than a screen could ever show. */
export function boundedParser(Parser: Client['Parser']): Client['Parser'] {
  return class BoundedParser extends Parser {
    #depth = 0;
    #skipped = 0;

    override onStartElement(name: string, attrs: Record<string, string>) {
      const full = this.#depth >= MAX_DEPTH || (this.cursor?.children.length ?? 0) >= MAX_CHILDREN;
      if (this.#skipped > 0 || full) {
        this.#skipped += 1;
        return;
      }
      this.#depth += 1;
      super.onStartElement(name, attrs);
    }

    override onEndElement(name: string) {
      if (this.#skipped > 0) {
        this.#skipped -= 1;
        return;
      }
      this.#depth -= 1;
      super.onEndElement(name);
    }

    override onText(text: string) {
      if (this.#skipped === 0) super.onText(text);
    }
  };
}
