/** The parts of xmpp.js 0.14 that this project uses; its packages have no types of their own. */
declare module '@xmpp/client' {
  /** An XML element (ltx). */
  export class Element {
    name: string;
    attrs: Record<string, string | undefined>;
    children: (Element | string)[];
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

declare module '@xmpp/websocket/lib/FramedParser.js' {
  import type { Element } from '@xmpp/client';

  /** Makes elements of frames (RFC 7395). */
  export default class FramedParser {
    cursor: Element | null;
    onStartElement(name: string, attrs: Record<string, string>): void;
    onEndElement(name: string): void;
    onText(text: string): void;
  }
}

declare module '@xmpp/websocket/lib/Connection.js' {
  import type { Element } from '@xmpp/client';
  import type FramedParser from '@xmpp/websocket/lib/FramedParser.js';

  /** A socket and the XML stream on it (RFC 7395). */
  export default class ConnectionWebSocket {
    constructor(options: {
      service: string;
      domain: string;
      /** Time that opening the stream may take, ms. */
      timeout?: number;
    });
    status: string;
    socket: { socket: WebSocket | null; _detachSocket(): void } | null;
    Parser: new () => FramedParser;
    connect(service: string): Promise<unknown>;
    open(options: { domain: string }): Promise<unknown>;
    restart(): Promise<unknown>;
    send(element: Element): Promise<void>;
    isSecure(): boolean;
    on(event: 'element', listener: (element: Element) => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    on(event: 'disconnect', listener: () => void): void;
    _onData(data: string): void;
    _onSeeOtherHost(error: unknown): Promise<void>;
    _detachSocket(): void;
    _detachParser(): void;
  }
}
