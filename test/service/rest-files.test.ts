import { expect } from '@open-wc/testing';
import type { ChatService } from '../../src/context.js';
import { reaches } from '../helpers/follow.js';
import { startRest, type Rest } from '../helpers/rest.js';
import { server } from '../helpers/server.js';
import { allDelivered, closeSessions, entered, makeSession } from '../helpers/sessions.js';

// Seed 3.1.2: the file goes to the API, then the message with its address.
describe("files through Ethora's API", function () {
  this.timeout(30_000);
  let rest: Rest;
  let room: string;

  before(async () => {
    rest = await startRest({ maxFileBytes: 20_000 });
  });
  after(() => rest.close());
  beforeEach(async () => {
    room = await server.createRoom('rest-files');
  });
  afterEach(closeSessions);

  async function enterAs(prefix: string): Promise<ChatService> {
    const { service } = await server.start();
    const { url: api, appId, appToken } = rest;
    const session = makeSession({ service, api, appId, appToken, credentials: await rest.addUser(prefix) });
    session.openRoom(room);
    await session.connect();
    await entered(session, room);
    await reaches(session.uploads.$limits, (limits) => limits !== undefined);
    return session;
  }

  it('reach the others under the name of their sender, as they were', async () => {
    const [writer, reader] = [await enterAs('Ann'), await enterAs('Ben')];
    writer.sendFiles([new File(['all hands'], 'plan.txt', { type: 'text/plain' })]);
    await allDelivered(writer, room);
    const [message] = await reaches(reader.room(room).timeline.$messages, (messages) => messages.length === 1);
    expect(message?.author.name).to.equal('Ann Test');
    expect(message?.attachment).to.include({ name: 'plan.txt', mimetype: 'text/plain', size: 9 });
    expect(message?.attachment?.url.startsWith(rest.url)).to.equal(true);
    expect(await (await fetch(message?.attachment?.url ?? '')).text()).to.equal('all hands');
    expect((await rest.counts())['POST /files']).to.equal(1);
  });

  it('that the API refuses have failed, with its words, and can be taken back', async () => {
    const session = await enterAs('Ann');
    const errors: string[] = [];
    session.on('error', ({ message }) => errors.push(message));
    const [written] = session.sendFiles([new File(['x'.repeat(30_000)], 'large.txt', { type: 'text/plain' })]);
    const { $messages } = session.room(room).timeline;
    const [message] = await reaches($messages, ([first]) => first?.status === 'failed');
    expect(message).to.include({ key: written?.key, failure: 'upload' });
    expect(errors).to.have.length(1);
    session.discard(room, message?.key ?? '');
    expect($messages.get()).to.deep.equal([]);
  });
});
