import { expect } from '@open-wc/testing';
import { xml } from '../../../src/protocol/xml.js';
import { SessionReplica } from '../../../src/service/tabs/session-replica.js';
import { SharedSession } from '../../../src/service/tabs/shared-session.js';
import { TabChannel } from '../../../src/service/tabs/tab-channel.js';
import { uniqueName } from '../../helpers/server.js';

describe('a shared session that goes on in another tab', () => {
  const message = (id: string) => `<message id="${id}"/>`;
  let channel: TabChannel;
  let heard: string[];
  let taken: string[];
  let said: string[];
  let session: SharedSession;

  beforeEach(() => {
    [heard, taken, said] = [[], [], []];
    channel = new TabChannel(uniqueName('tabs'), () => undefined);
    const serials = new Map([['old', 1]]);
    const queue = [{ tab: channel.tab, serial: 1, xml: message('asked for') }];
    const replica = new SessionReplica({
      session: 's',
      jid: 'a@b/c',
      handled: 2,
      taken: 1,
      queue,
      serials,
      stream: 'x',
      settlesAt: 0,
    });
    session = new SharedSession(replica, channel, {
      onStanza: ({ attrs }) => heard.push(attrs.id ?? ''),
      onTaken: ({ attrs }) => taken.push(attrs.id ?? ''),
      onSent: () => undefined,
      onAsked: () => undefined,
    });
  });
  afterEach(() => {
    channel.close();
  });

  /** A connection with which the server went on from where this tab was when it asked. */
  function goOn(counts: { handled: number; taken: number; said: number }) {
    const manager = { ...counts, earlier: undefined, send: () => undefined };
    const send = ({ attrs }: { attrs: Record<string, string | undefined> }) => said.push(attrs.id ?? '') > 0;
    const nothing = () => undefined;
    const transport = { jid: 'a@b/c', manager, resumed: true, settlesAt: 0 };
    session.carry({ ...transport, start: nothing, send, close: nothing, drop: nothing });
    return manager;
  }
  const hearFromOld = (id: string) => {
    session.hear({ type: 'in', session: 's', tab: 'old', number: 3, xml: message(id) });
  };
  const writtenByOld = (id: string) => {
    const stanza = { tab: 'old', serial: 2, xml: message(id) };
    session.hear({ type: 'out', session: 's', tab: 'old', number: 3, stanza });
  };

  it('says what the tab before has written meanwhile: the server may not have it', () => {
    writtenByOld('late');
    goOn({ handled: 2, taken: 1, said: 2 });
    expect(said).to.deep.equal(['late']);
  });

  it('does not say what the server turned out to have', () => {
    writtenByOld('late');
    goOn({ handled: 2, taken: 3, said: 3 });
    expect(said).to.deep.equal([]);
    expect(taken).to.deep.equal(['asked for']);
    expect(session.replica.taken).to.equal(3);
  });

  it('hears once what the tab before had heard meanwhile: the server says it again', () => {
    hearFromOld('three');
    const manager = goOn({ handled: 2, taken: 1, said: 2 });
    for (const id of ['three', 'four']) {
      manager.handled += 1;
      session.receive(xml('message', { id }));
    }
    expect(heard).to.deep.equal(['three', 'four']);
    expect(session.replica.handled).to.equal(4);
  });
});
