import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { xml } from '../../src/protocol/xml.js';
import { StreamManager } from '../../src/service/stream-manager.js';

describe('the count of stanzas', () => {
  let clock: SinonFakeTimers;
  let written: string[];
  let taken: string[];
  let manager: StreamManager;

  const send = (id: string) => {
    manager.sent(xml('message', { id }));
  };
  const hear = (name: string, attrs: Record<string, string> = {}) =>
    manager.handle(xml(name, { xmlns: 'urn:xmpp:sm:3', ...attrs }));

  beforeEach(() => {
    clock = useFakeTimers();
    written = [];
    taken = [];
    manager = new StreamManager(
      (element) => written.push(element.toString()),
      (stanza) => taken.push(stanza.attrs.id ?? ''),
    );
  });
  afterEach(() => {
    manager.stop();
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
    expect(written).to.deep.equal(['<a xmlns="urn:xmpp:sm:3" h="2"/>']);
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
