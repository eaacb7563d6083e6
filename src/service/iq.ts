/** Questions to the server and to rooms: RFC 6120 section 8.2.3. */
import { randomId } from '../domain/ids.js';
import { bareJid, jidDomain, normalizeJid } from '../domain/jid.js';
import { isPing } from '../protocol/ping.js';
import { buildUnavailable, parseStanzaError, StanzaFailure } from '../protocol/stanza-error.js';
import { xml, type Element } from '../protocol/xml.js';

/** How long an answer is waited for, ms. */
const TIMEOUT_MS = 15_000;

interface Question {
  readonly to: string | undefined;
  readonly timeoutMs: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  resolve(answer: Element): void;
  reject(error: Error): void;
}

/** No answer, because the time was up or the connection ended. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(
    message: string,
    /** True when the connection ended: the next one will ask again. */
    readonly offline: boolean,
  ) {
    super(message);
  }
}

/**
 * Own, because the library's hides answers from the count of stream management and does not look at who answers.
 * One for each session.
 */
export class IqCaller {
  readonly #questions = new Map<string, Question>();
  readonly #send: (stanza: Element) => boolean;
  readonly #ownJid: string;
  #paused = false;

  constructor(send: (stanza: Element) => boolean, ownJid: string) {
    this.#send = send;
    this.#ownJid = ownJid;
  }

  /**
   * The answer's stanza.
   * @throws {StanzaFailure} when the answer is an error.
   * @throws {NoAnswer} when none comes within 15 s, or the connection ends.
   */
  ask(type: 'get' | 'set', child: Element, to?: string, timeoutMs = TIMEOUT_MS): Promise<Element> {
    const id = randomId();
    return new Promise((resolve, reject) => {
      const question: Question = { to, timeoutMs, timer: undefined, resolve, reject };
      this.#questions.set(id, question);
      if (!this.#paused) this.#arm(id, question);
      if (!this.#send(xml('iq', { type, id, to }, child))) this.#fail(id, 'Not connected');
    });
  }

  /** Takes an answer to a question of ours, and answers those of others. False for a result that nobody asked for. */
  handle(stanza: Element): boolean {
    const { id, type, from } = stanza.attrs;
    if (type === 'get' || type === 'set') {
      // RFC 6120 section 8.2.3: every question gets an answer.
      this.#send(isPing(stanza) ? xml('iq', { type: 'result', id, to: from }) : buildUnavailable(stanza));
      return true;
    }
    const question = this.#questions.get(id ?? '');
    if (!id || !question || !this.#mayAnswer(from, question.to)) return type !== 'result';
    this.#questions.delete(id);
    clearTimeout(question.timer);
    const error = parseStanzaError(stanza);
    if (error) question.reject(new StanzaFailure(error));
    else question.resolve(stanza);
    return true;
  }

  /** The connection is lost: nobody can answer. */
  pause() {
    this.#paused = true;
    for (const { timer } of this.#questions.values()) clearTimeout(timer);
  }

  /** The stream goes on, and with it every question. */
  resume() {
    this.#paused = false;
    for (const [id, question] of this.#questions) this.#arm(id, question);
  }

  /** Ends all waiting; for when the session has ended. */
  close() {
    for (const id of [...this.#questions.keys()]) this.#fail(id, 'The connection ended');
  }

  /** Ids can be guessed or overheard: only whom we asked may answer. */
  #mayAnswer(from: string | undefined, to: string | undefined): boolean {
    const own = this.#ownJid;
    // RFC 6120 section 8.1.2.1: what has no sender is the own account's.
    const sender = normalizeJid(from ?? bareJid(own));
    return to === undefined ? [own, bareJid(own), jidDomain(own)].includes(sender) : sender === normalizeJid(to);
  }

  #arm(id: string, question: Question) {
    clearTimeout(question.timer);
    question.timer = setTimeout(() => {
      this.#questions.delete(id);
      question.reject(new NoAnswer('The server did not answer in time', false));
    }, question.timeoutMs);
  }

  #fail(id: string, reason: string) {
    const question = this.#questions.get(id);
    if (!question) return;
    this.#questions.delete(id);
    clearTimeout(question.timer);
    question.reject(new NoAnswer(reason, true));
  }
}
