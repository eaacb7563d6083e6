/** Makes elements of text, no more than a screen could ever show of what a server may send. */
import SaxParser from 'ltx/src/parsers/ltx.js';
import { xml, type Element } from './xml.js';

/** Elements nested deeper than this are cut off: walking them would overflow the stack. */
const MAX_DEPTH = 64;

/** Children of one element beyond this number are cut off. */
const MAX_CHILDREN = 5000;

export class XmlParser {
  readonly #sax = new SaxParser();
  readonly #onElement: (element: Element) => void;
  #cursor: Element | undefined;
  #depth = 0;
  #skipped = 0;

  /** `onElement` gets every element that is not inside another one. */
  constructor(onElement: (element: Element) => void) {
    this.#onElement = onElement;
    this.#sax.on('startElement', (name, attrs) => {
      this.#start(name, attrs);
    });
    this.#sax.on('endElement', (name) => {
      this.#end(name);
    });
    this.#sax.on('text', (text) => {
      this.#text(text);
    });
  }

  /**
   * Takes the next piece of text.
   * @throws {Error} when it is not XML; nothing more can be read then.
   */
  write(text: string) {
    this.#sax.write(text);
  }

  #start(name: string, attrs: Record<string, string>) {
    const parent = this.#cursor;
    if (this.#skipped > 0 || this.#depth >= MAX_DEPTH || (parent?.children.length ?? 0) >= MAX_CHILDREN) {
      this.#skipped += 1;
      return;
    }
    const element = xml(name, attrs);
    parent?.append(element);
    this.#cursor = element;
    this.#depth += 1;
  }

  #end(name: string) {
    if (this.#skipped > 0) {
      this.#skipped -= 1;
      return;
    }
    const element = this.#cursor;
    if (element?.name !== name) throw new Error(`</${name}> ends nothing`);
    this.#cursor = element.parent ?? undefined;
    this.#depth -= 1;
    if (!this.#cursor) this.#onElement(element);
  }

  #text(text: string) {
    if (this.#skipped > 0) return;
    if (this.#cursor) this.#cursor.append(text);
    else if (text.trim()) throw new Error('Text outside of any element');
  }
}

/** The first element of a text; undefined when it has none, or is not XML. */
export function parseElement(text: string): Element | undefined {
  const found: Element[] = [];
  try {
    new XmlParser((element) => found.push(element)).write(text);
  } catch {
    return undefined;
  }
  return found[0];
}
