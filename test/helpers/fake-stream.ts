/** A server that keeps one session and lets its stream go on, for tests of what tabs do with each other. */
import { xml, type Element } from '../../src/protocol/xml.js';
import type { SessionSnapshot } from '../../src/service/tabs/tab-message.js';
import type { Transport } from '../../src/service/transport.js';

/** What a page is told of its connection. */
export interface FakeStreamHandlers {
  onStanza(stanza: Element): void;
  onTaken(): void;
  onClosed(): void;
}

interface Wire extends FakeStreamHandlers {
  closed: boolean;
}

export class FakeStream {
  /** Ids of the stanzas that came, in order. */
  readonly received: string[] = [];
  /** How often somebody logged in, or went on with the stream. */
  logins = 0;
  resumptions = 0;
  /** How connections ended that a page has ended. */
  readonly ends: ('closed' | 'dropped')[] = [];
  /** False: streams do not go on. */
  resumes = true;
  /** True: what pages say is lost on its way. */
  deaf = false;
  readonly #sent: Element[] = [];
  #wire: Wire | undefined;

  /** `earlier`: the session that the page would go on with. */
  async connect(earlier: SessionSnapshot | undefined, handlers: FakeStreamHandlers): Promise<Transport> {
    await Promise.resolve();
    const resumed = this.resumes ? earlier : undefined;
    if (resumed) this.resumptions += 1;
    else {
      this.logins += 1;
      this.#sent.length = 0;
      this.received.length = 0;
    }
    const manager = {
      ...{ earlier: { id: 'stream', handled: 0, jid: '' }, handled: resumed?.handled ?? 0, taken: resumed?.taken ?? 0 },
      ...{ said: (resumed?.taken ?? 0) + (resumed?.queue.length ?? 0), send: () => undefined },
    };
    const onStanza = (stanza: Element) => {
      manager.handled += 1;
      handlers.onStanza(stanza);
    };
    const wire: Wire = { ...handlers, onStanza, closed: false };
    this.#wire = wire;
    if (resumed) this.#goOn(resumed);
    return {
      jid: `alice@chat.test/${this.logins}`,
      manager,
      resumed: resumed !== undefined,
      settlesAt: 0,
      start: () => {
        // What was not heard is said again, as XEP-0198 wants it.
        for (const stanza of this.#sent.slice(resumed?.handled)) wire.onStanza(stanza);
      },
      send: (stanza) => {
        manager.said += 1;
        if (!wire.closed && !this.deaf) this.received.push(stanza.attrs.id ?? '');
        return !wire.closed;
      },
      close: () => this.#end(wire, 'closed'),
      drop: () => this.#end(wire, 'dropped'),
    };
  }

  /** Sends a message; where nobody is connected it waits for the next. */
  send(id: string) {
    const stanza = xml('message', { id });
    this.#sent.push(stanza);
    this.#wire?.onStanza(stanza);
  }

  /** Confirms the oldest stanza. */
  confirm() {
    this.#wire?.onTaken();
  }

  /** Breaks the connection. */
  cut() {
    const wire = this.#wire;
    this.#wire = undefined;
    if (!wire) return;
    wire.closed = true;
    wire.onClosed();
  }

  #goOn({ taken, queue }: SessionSnapshot) {
    for (const { xml: text } of queue.slice(this.received.length - taken)) {
      this.received.push(/id="(.*?)"/.exec(text)?.[1] ?? '');
    }
  }

  #end(wire: Wire, how: 'closed' | 'dropped') {
    if (wire.closed) return;
    wire.closed = true;
    this.ends.push(how);
    if (wire === this.#wire) this.#wire = undefined;
  }
}
