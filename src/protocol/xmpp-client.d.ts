/** The part of @xmpp/client 0.14 that this project uses; the package has no types of its own. */
declare module '@xmpp/client' {
  /** An XML element (ltx). */
  export class Element {
    constructor(name: string, attrs?: Record<string, string | undefined>);
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
    remove(element: Element): this;
    text(): string;
    toString(): string;
  }

  export type XmlChild = Element | string | false | null | undefined | readonly XmlChild[];

  /** Builds an element; a string as `attrs` is its namespace. */
  export function xml(name: string, attrs?: Record<string, string | undefined>, ...children: XmlChild[]): Element;

  /** A SASL mechanism, as the package `saslmechanisms` expects it. */
  export interface SaslMechanism {
    readonly name: string;
    readonly clientFirst: boolean;
    response(credentials: SaslCredentials): string | Promise<string>;
    challenge(text: string): void | Promise<void>;
    /** Called with the server's last word where the profile gives one (SASL2). */
    final?(text: string): void;
  }

  export interface SaslCredentials {
    username?: string | null;
    password?: string | null;
  }

  export interface SaslFactory {
    _mechs: { name: string; mech: new () => SaslMechanism }[];
    use(name: string, mechanism: new () => SaslMechanism): this;
  }

  export interface StreamManagement {
    id: string;
    enabled: boolean;
    inbound: number;
    outbound: number;
    outbound_q: { stanza: Element; stamp: string }[];
    timeout: number;
    requestAckInterval: number;
    on(event: 'ack' | 'fail', listener: (stanza: Element) => void): void;
  }

  export interface FramedParser {
    cursor: Element | null;
    onStartElement(name: string, attrs: Record<string, string>): void;
    onEndElement(name: string): void;
    onText(text: string): void;
  }

  export interface Client {
    jid: { toString(): string } | null;
    status: string;
    socket: { socket: WebSocket | null; _detachSocket(): void } | null;
    readonly reconnect: { stop(): void };
    readonly saslFactory: SaslFactory;
    readonly streamManagement: StreamManagement;
    Parser: new () => FramedParser;
    start(): Promise<unknown>;
    connect(service: string): Promise<unknown>;
    send(element: Element): Promise<void>;
    write(text: string): Promise<void>;
    isSecure(): boolean;
    on(event: 'element' | 'stanza' | 'send', listener: (element: Element) => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    on(event: 'online' | 'disconnect', listener: () => void): void;
    prependListener(event: 'element', listener: (element: Element) => void): void;
    _onElement(element: Element): void;
    _onData(data: string): void;
    _onSeeOtherHost(error: unknown): Promise<void>;
    _detachSocket(): void;
    _detachParser(): void;
    _status(status: string): void;
  }

  export interface ClientOptions {
    service: string;
    domain: string;
    /** Time that opening the stream may take, ms. */
    timeout?: number;
    userAgent?: Element;
    /** Called at every login. */
    credentials(
      authenticate: (credentials: SaslCredentials, mechanism: string, userAgent?: Element) => Promise<void>,
      mechanisms: readonly string[],
      fast: unknown,
      entity: Client,
    ): Promise<void>;
  }

  export function client(options: ClientOptions): Client;
}
