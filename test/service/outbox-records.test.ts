import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import { AccountData } from '../../src/service/account-data.js';
import { OutboxRecords } from '../../src/service/outbox-records.js';
import { LivingPage } from '../../src/storage/living-pages.js';
import type { OutboxRecord } from '../../src/storage/records.js';
import { uniqueName } from '../helpers/server.js';
import { writtenMessage } from '../helpers/written-message.js';

interface Page {
  readonly data: AccountData;
  readonly records: OutboxRecords;
  readonly id: string;
  /** What it has inherited, by id. */
  readonly inherited: string[];
  /** What it inherits next. */
  next(): Promise<readonly OutboxRecord[]>;
  /** Ends like a page that crashes: nothing more is written. */
  crash(): void;
  /** Ends when everything is on the disk. */
  end(): Promise<void>;
}

describe('Records of the outbox', () => {
  let account = '';
  let pages: Page[] = [];

  beforeEach(() => {
    account = `${uniqueName('alice')}@example.org`;
  });
  afterEach(async () => {
    restore();
    for (const page of pages) page.crash();
    await Promise.all(pages.map(({ data }) => data.wipe()));
    pages = [];
    localStorage.clear();
  });

  async function open(): Promise<Page> {
    const data = new AccountData(account, { onFailure: () => undefined, onFull: () => Promise.resolve(false) });
    const inherited: string[] = [];
    let told = Promise.withResolvers<readonly OutboxRecord[]>();
    const living = new LivingPage();
    expect(await living.begin()).to.equal(true);
    const records = new OutboxRecords(
      data,
      living.id,
      (left) => {
        inherited.push(...left.map(({ id }) => id));
        told.resolve(left);
        told = Promise.withResolvers();
      },
      () => undefined,
    );
    const page: Page = {
      data,
      records,
      inherited,
      next: () => told.promise,
      id: living.id,
      crash() {
        records.close();
        living.end();
      },
      async end() {
        await data.flush();
        page.crash();
      },
    };
    records.open();
    pages.push(page);
    return page;
  }

  const journal = () => Object.keys(localStorage).filter((key) => key.includes(account));

  it('of a page that crashed in the same moment are inherited by the next one, in the order of writing', async () => {
    const first = await open();
    for (const id of ['b', 'a', 'c']) first.records.keep(writtenMessage(id), {});
    first.crash();
    const second = await open();
    const left = await second.next();
    expect(left.map(({ id, message }) => [id, message.body])).to.deep.equal([
      ['b', 'b'],
      ['a', 'a'],
      ['c', 'c'],
    ]);
    await second.end();
    const third = await open();
    third.records.keep(writtenMessage('d'), {});
    await third.next();
    expect(third.inherited).to.deep.equal(['b', 'a', 'c']);
  });

  it('are in the database alone as soon as it has them', async () => {
    const page = await open();
    page.records.keep(writtenMessage('a'), { after: 'x' });
    expect(journal()).to.have.length(1);
    await page.records.stored();
    expect(journal()).to.deep.equal([]);
    const [record] = (await page.data.read((database) => database.getAll('outbox'))) ?? [];
    expect(record).to.include({ id: 'a', after: 'x' });
    page.records.remove('a');
    await page.data.flush();
    expect(await page.data.read((database) => database.getAll('outbox'))).to.deep.equal([]);
    expect(journal()).to.deep.equal([]);
  });

  it('keep a file, but not its address in this page', async () => {
    const first = await open();
    const file = new File(['all hands'], 'plan.txt', { type: 'text/plain' });
    const attachment = { url: 'blob:1', name: 'plan.txt', mimetype: 'text/plain' };
    first.records.keep({ ...writtenMessage('a'), attachment, progress: 0 }, { file });
    expect(journal()).to.deep.equal([]);
    await first.records.stored();
    first.crash();
    const [left] = await (await open()).next();
    expect(left?.message.attachment?.url).to.equal('');
    expect(await left?.file?.text()).to.equal('all hands');
  });

  it('are left alone while their page lives, and go to one of the others when it ends', async () => {
    const [one, two, three] = [await open(), await open(), await open()];
    one.records.keep(writtenMessage('a'), {});
    await one.records.stored();
    const others = [two, three, await open(), await open()];
    expect(others.flatMap(({ inherited }) => inherited)).to.deep.equal([]);
    one.crash();
    await Promise.all(others.map(({ records }) => records.take(one.id)));
    expect(others.flatMap(({ inherited }) => inherited)).to.deep.equal(['a']);
  });

  it('that were removed never come back, however the page ended', async () => {
    const first = await open();
    for (const id of ['a', 'b']) first.records.keep(writtenMessage(id), {});
    await first.records.stored();
    first.records.keep({ ...writtenMessage('b'), status: 'failed' }, {});
    first.records.remove('a');
    first.crash();
    const second = await open();
    expect((await second.next()).map(({ id, message }) => [id, message.status])).to.deep.equal([['b', 'failed']]);
    await second.data.flush();
    const stored = (await second.data.read((database) => database.getAll('outbox'))) ?? [];
    expect(stored.map(({ id }) => id)).to.deep.equal(['b']);
    expect(journal()).to.deep.equal([]);
  });

  it('survive in the journal where there is no database', async () => {
    stub(IDBFactory.prototype, 'open').throws(new DOMException('blocked', 'SecurityError'));
    const first = await open();
    for (const id of ['a', 'b']) first.records.keep(writtenMessage(id), {});
    await first.records.stored();
    first.records.remove('a');
    await first.end();
    const second = await open();
    await second.next();
    expect(second.inherited).to.deep.equal(['b']);
    second.records.remove('b');
    expect(journal()).to.deep.equal([]);
  });
});
