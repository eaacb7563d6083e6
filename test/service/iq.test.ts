import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { StanzaFailure } from '../../src/protocol/stanza-error.js';
import { xml, type Element } from '../../src/protocol/xml.js';
import { IqCaller, NoAnswer } from '../../src/service/iq.js';

describe('questions', () => {
  let clock: SinonFakeTimers;
  let sent: Element[];
  let iq: IqCaller;
  let connected: boolean;

  const question = () => sent.at(-1)?.attrs.id;
  const answer = (attrs: Record<string, string | undefined>, ...children: Element[]) => {
    iq.handle(xml('iq', { type: 'result', id: question(), ...attrs }, ...children));
  };
  const settled = async (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

  beforeEach(() => {
    clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    sent = [];
    connected = true;
    iq = new IqCaller((stanza) => {
      sent.push(stanza);
      return connected;
    }, 'alice@example.org/tab');
  });
  afterEach(() => {
    clock.restore();
  });

  it('have ids that nobody can guess', () => {
    void settled(iq.ask('get', xml('a')));
    const first = question();
    void settled(iq.ask('get', xml('a')));
    expect(first)
      .to.match(/^[0-9a-f-]{36}$/)
      .and.not.equal(question());
    iq.close();
  });

  // Forgery 3.
  it('to a room are answered by the room only', async () => {
    const asked = iq.ask('get', xml('a'), 'Room@c.example.org');
    for (const from of [undefined, 'evil@example.org', 'room@c.example.org/bob', 'c.example.org', 'alice@example.org'])
      answer({ from }, xml('forged'));
    answer({ from: 'room@c.example.org', id: 'guessed' }, xml('forged'));
    answer({ from: 'room@C.example.org' }, xml('true'));
    expect((await asked).getChild('true')).to.not.equal(undefined);
  });

  it('to the server are answered by the server or by the own account', async () => {
    for (const from of [undefined, 'example.org', 'alice@example.org', 'alice@example.org/tab', 'Alice@Example.org']) {
      const asked = iq.ask('get', xml('a'));
      answer({ from: 'alice@example.org/other' }, xml('forged'));
      answer({ from: 'evil@example.org' }, xml('forged'));
      answer({ from }, xml('true'));
      expect((await asked).getChild('true'), from ?? 'nobody').to.not.equal(undefined);
    }
  });

  it('to the own account may be answered without a sender, as Prosody does', async () => {
    const asked = iq.ask('get', xml('a'), 'alice@example.org');
    answer({ from: 'evil@example.org' }, xml('forged'));
    answer({}, xml('true'));
    expect((await asked).getChild('true')).to.not.equal(undefined);
  });

  it('that are refused say why', async () => {
    const asked = settled(iq.ask('set', xml('a')));
    const condition = xml('forbidden', { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' });
    answer({ type: 'error' }, xml('error', { type: 'auth' }, condition));
    expect(await asked)
      .to.be.instanceOf(StanzaFailure)
      .and.include({ condition: 'forbidden' });
  });

  it('wait 15 s and no longer', async () => {
    const asked = settled(iq.ask('get', xml('a')));
    clock.tick(15_000);
    expect(await asked)
      .to.be.instanceOf(NoAnswer)
      .and.include({ offline: false });
    answer({}, xml('late'));
  });

  it('end with the connection, or when there is none', async () => {
    const asked = [settled(iq.ask('get', xml('a'))), settled(iq.ask('get', xml('b')))];
    iq.close();
    connected = false;
    asked.push(settled(iq.ask('get', xml('c'))));
    for (const error of await Promise.all(asked))
      expect(error).to.be.instanceOf(NoAnswer).and.include({ offline: true });
    expect(clock.countTimers()).to.equal(0);
  });
});
