import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { xml, type Element } from '../../src/protocol/xml.js';
import { StreamManager } from '../../src/service/stream-manager.js';

const ack = (handled: number) => `<a xmlns="urn:xmpp:sm:3" h="${handled}"/>`;

describe('the count of stanzas', () => {
  let clock: SinonFakeTimers;
  let written: string[];
  let taken: string[];
  let manager: StreamManager;

  let storing: boolean;

  const write = (element: Element) => {
    written.push(element.toString());
  };
  const send = (id: string) => {
    manager.send(xml('message', { id }));
  };
  const hear = (name: string, attrs: Record<string, string> = {}) =>
    manager.handle(xml(name, { xmlns: 'urn:xmpp:sm:3', ...attrs }));

  beforeEach(() => {
    clock = useFakeTimers();
    written = [];
    taken = [];
    manager = new StreamManager(
      { id: '', handled: 0, jid: 'me@here.test/tab' },
      { onTaken: (stanza) => taken.push(stanza.attrs.id ?? ''), onAsked: () => storing },
    );
    storing = false;
    manager.begin(write);
  });
  afterEach(() => {
    manager.lose(write);
    clock.restore();
  });

  it('tells which stanzas the server has', () => {
    for (const id of ['1', '2', '3']) send(id);
    hear('a', { h: '2' });
    expect(taken).to.deep.equal(['1', '2']);
    hear('a', { h: '2' });
    hear('a', { h: '3' });
    expect(taken).to.deep.equal(['1', '2', '3']);
  });

  it('asks once for many stanzas', () => {
    for (let count = 0; count < 100; count += 1) send(String(count));
    clock.tick(1_000);
    expect(written.filter((text) => text.startsWith('<r'))).to.have.length(1);
  });

  it('says how many stanzas came', () => {
    manager.received();
    manager.received();
    hear('r');
    expect(written).to.deep.equal([ack(2)]);
  });

  it('says so only of those that are stored, as soon as they are', () => {
    storing = true;
    manager.received();
    hear('r');
    hear('r');
    manager.received();
    expect(written).to.deep.equal([]);
    manager.stored(1);
    manager.stored(2);
    expect(written).to.deep.equal([ack(1)]);
  });

  describe('of a stream that goes on', () => {
    const enable = (attrs: Record<string, string>) => hear('enabled', attrs);
    const resume = (handled: number, id = 'one') => {
      manager.resume({ id, handled }, write);
    };
    const said = () => written.filter((text) => text.startsWith('<message'));

    it('knows what it takes, where the server lets it go on', () => {
      expect(manager.earlier).to.equal(undefined);
      enable({ id: 'one' });
      expect(manager.earlier).to.equal(undefined);
      enable({ id: 'one', resume: 'true' });
      manager.received();
      expect(manager.earlier).to.deep.equal({ id: 'one', handled: 1, jid: 'me@here.test/tab' });
    });

    it('says again what the server does not have, in order, and what was said meanwhile', () => {
      enable({ id: 'one', resume: '1' });
      for (const id of ['1', '2', '3']) send(id);
      manager.lose(write);
      send('4');
      written.length = 0;
      resume(2);
      expect(taken).to.deep.equal(['1', '2']);
      expect(said().map((text) => /id="(.)"/.exec(text)?.[1])).to.deep.equal(['3', '4']);
      hear('a', { h: '4' });
      expect(taken).to.deep.equal(['1', '2', '3', '4']);
    });

    it('asks after that what the server has', () => {
      enable({ id: 'one', resume: 'true' });
      send('1');
      manager.lose(write);
      written.length = 0;
      resume(0);
      clock.tick(1_000);
      expect(written.filter((text) => text.startsWith('<r'))).to.have.length(1);
    });

    it('is not spoilt by counts that cannot be', () => {
      enable({ id: 'one', resume: 'true' });
      send('1');
      manager.lose(write);
      resume(99);
      send('2');
      hear('a', { h: '100' });
      expect(taken).to.deep.equal(['1', '2']);
    });

    it('takes another id for the next time', () => {
      enable({ id: 'one', resume: 'true' });
      manager.lose(write);
      resume(0, 'two');
      expect(manager.earlier?.id).to.equal('two');
    });

    it('gives up after the time that the server named', () => {
      enable({ id: 'one', resume: 'true', max: '60' });
      clock.tick(3_600_000);
      manager.lose(write);
      clock.tick(60_000);
      expect(manager.earlier?.id).to.equal('one');
      clock.tick(1);
      expect(manager.earlier).to.equal(undefined);
    });

    it('does not let an old connection end a new one', () => {
      enable({ id: 'one', resume: 'true' });
      manager.lose(write);
      manager.resume({ id: 'one', handled: 0 }, (element) => written.push(element.toString()));
      manager.lose(write);
      written.length = 0;
      send('1');
      expect(said()).to.have.length(1);
    });
  });

  it('is not spoilt by counts that cannot be', () => {
    send('1');
    for (const h of ['-5', 'many', '', '0.5', 'NaN']) hear('a', { h });
    hear('a');
    hear('a', { h: '99999999999' });
    expect(taken).to.deep.equal(['1']);
    send('2');
    hear('a', { h: '2' });
    expect(taken).to.deep.equal(['1', '2']);
  });

  it('leaves other elements to others', () => {
    expect(manager.handle(xml('message', { xmlns: 'jabber:client' }))).to.equal(false);
  });
});
