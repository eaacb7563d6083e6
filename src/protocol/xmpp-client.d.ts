/** The parts of xmpp.js 0.14 that this project uses; its packages have no types of their own. */
declare module '@xmpp/client' {
  /** An XML element (ltx). */
  export class Element {
    name: string;
    attrs: Record<string, string | undefined>;
    children: (Element | string)[];
    parent: Element | null;
    is(name: string, xmlns?: string): boolean;
    getName(): string;
    getNS(): string | undefined;
    getChild(name: string, xmlns?: string): Element | undefined;
    getChildren(name: string, xmlns?: string): Element[];
    getChildText(name: string, xmlns?: string): string | null;
    getChildElements(): Element[];
    append(...nodes: (Element | string)[]): void;
    text(): string;
    toString(): string;
  }

  export type XmlChild = Element | string | false | null | undefined | readonly XmlChild[];

  /** Builds an element; a string as `attrs` is its namespace. */
  export function xml(name: string, attrs?: Record<string, string | undefined>, ...children: XmlChild[]): Element;
}

declare module 'ltx/src/parsers/ltx.js' {
  /** Reads XML piece by piece; the parser of xmpp.js. */
  export default class SaxParser {
    on(event: 'startElement', listener: (name: string, attrs: Record<string, string>) => void): void;
    on(event: 'endElement' | 'text', listener: (nameOrText: string) => void): void;
    /** Throws when the text is not XML. */
    write(text: string): void;
  }
}
