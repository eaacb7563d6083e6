/**
 * What a tab knows of the session that the tabs share: how many stanzas have come, and which of those that were written the server
 * may not have. Every tab keeps it, so that each can resume the stream when the leader is gone.
 */
import { randomId } from '../../domain/ids.js';
import type { Outgoing, SessionSnapshot } from './tab-message.js';

type Beginning = Pick<SessionSnapshot, 'handled' | 'taken' | 'settlesAt'>;

export class SessionReplica {
  readonly session: string;
  readonly jid: string;
  readonly settlesAt: number;
  #handled: number;
  #taken: number;
  /** Names the stream to the server; undefined where it cannot go on. */
  stream: string | undefined;
  readonly #queue: Outgoing[];
  readonly #serials: Map<string, number>;
  /** What has come before its turn, by number. */
  readonly #early = new Map<number, string>();
  /** Own stanzas that no leader has written yet. */
  #unwritten: Outgoing[] = [];

  constructor({ session, jid, handled, taken, queue, serials, stream, settlesAt }: SessionSnapshot) {
    this.session = session;
    this.jid = jid;
    this.settlesAt = settlesAt;
    this.#handled = handled;
    this.#taken = taken;
    this.#queue = [...queue];
    this.#serials = new Map(serials);
    this.stream = stream;
  }

  /** Of a session that begins, or goes on from an earlier page: then that had counted as far. */
  static begin(jid: string, beginning: Partial<Beginning> = {}): SessionReplica {
    const { handled = 0, taken = 0, settlesAt = 0 } = beginning;
    const serials = new Map<string, number>();
    const session = randomId();
    return new SessionReplica({ session, jid, handled, taken, queue: [], serials, stream: undefined, settlesAt });
  }

  get handled(): number {
    return this.#handled;
  }

  /** Stanzas of ours that the server has. */
  get taken(): number {
    return this.#taken;
  }

  /** True when a stanza is missing before one that has come. */
  get gaping(): boolean {
    return this.#early.size > 0;
  }

  /** Own stanzas that no leader has written yet, oldest first. */
  get unwritten(): readonly Outgoing[] {
    return this.#unwritten;
  }

  snapshot(): SessionSnapshot {
    const { session, jid, stream, settlesAt } = this;
    const serials = new Map(this.#serials);
    const queue = [...this.#queue];
    return { session, jid, handled: this.#handled, taken: this.#taken, queue, serials, stream, settlesAt };
  }

  /** The stanzas whose turn it is now: none when this one was here before, or one before it is missing. */
  receive(number: number, xml: string): readonly string[] {
    if (number <= this.#handled) return [];
    this.#early.set(number, xml);
    const due: string[] = [];
    for (;;) {
      const next = this.#early.get(this.#handled + 1);
      if (next === undefined) return due;
      this.#handled += 1;
      this.#early.delete(this.#handled);
      due.push(next);
    }
  }

  /** A stanza of this tab; it counts as unwritten until `written` is told of it. */
  compose(tab: string, xml: string): Outgoing {
    const serial = (this.#unwritten.at(-1)?.serial ?? this.#serials.get(tab) ?? 0) + 1;
    const stanza = { tab, serial, xml };
    this.#unwritten.push(stanza);
    return stanza;
  }

  /** Whether it is a tab's next: not one that was written already, nor one that has overtaken another. */
  isNext({ tab, serial }: Outgoing): boolean {
    return serial === (this.#serials.get(tab) ?? 0) + 1;
  }

  /** How many stanzas of ours were written. */
  get said(): number {
    return this.#taken + this.#queue.length;
  }

  /** The last of those that the server may not have: what was written after so many. */
  writtenAfter(said: number): readonly Outgoing[] {
    return this.#queue.slice(Math.max(0, said - this.#taken));
  }

  /** A leader has written a stanza, or left it away when there is no number. False when that was known. */
  written(stanza: Outgoing, number?: number): boolean {
    const { tab, serial } = stanza;
    if (number !== undefined && number <= this.said) return false;
    this.#serials.set(tab, Math.max(serial, this.#serials.get(tab) ?? 0));
    this.#unwritten = this.#unwritten.filter((own) => own.tab !== tab || own.serial > serial);
    if (number !== undefined) this.#queue.push(stanza);
    return true;
  }

  /** Those that the server is now known to have. */
  confirm(count: number): readonly Outgoing[] {
    const confirmed = this.#queue.splice(0, Math.max(0, count - this.#taken));
    this.#taken = Math.max(count, this.#taken);
    return confirmed;
  }
}
