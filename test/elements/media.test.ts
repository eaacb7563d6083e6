import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { Attachment } from '../../src/domain/attachment.js';
import type { Message } from '../../src/domain/message.js';
import { makeMessage } from '../helpers/fake-session.js';
import { startProxy } from '../helpers/network.js';
import { server } from '../helpers/server.js';
import {
  find,
  messagesOf,
  nextPaint,
  ROOM,
  roomSession,
  settled,
  textOf,
  threadFixture,
} from '../helpers/thread-fixture.js';

/** One red pixel. */
const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

function withFile(attachment: Partial<Attachment>, change: Partial<Message> = {}): Message {
  const file = { url: PIXEL, name: 'roof.png', mimetype: 'image/png', size: 3_100_000, ...attachment };
  return makeMessage({ kind: 'image', body: '', attachment: file, ...change });
}

/** A second of silence. */
const SILENCE = `data:audio/wav;base64,${btoa('RIFF\x64\x1f\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x40\x1f\0\0'.padEnd(8044, '\x80'))}`;

async function show(...messages: Message[]) {
  const session = roomSession();
  session.room.setStatus('complete');
  session.room.setArchived(messages);
  return { session, thread: await threadFixture(session, 800) };
}

describe('a picture in <ethora-thread>', () => {
  before(() => server.start());

  it('is accessible and says what it is', async () => {
    const { thread } = await show(withFile({ width: 800, height: 600 }));
    await expect(thread).to.be.accessible();
    expect(messagesOf(thread)[0]?.getAttribute('aria-label')).to.contain('Photo: roof.png');
    expect(find(thread, '.picture img').getAttribute('alt')).to.equal('roof.png');
  });

  it('has its place before it is there', async () => {
    const proxy = await silentServer();
    const { thread } = await show(withFile({ url: proxy.http, width: 800, height: 400 }));
    const { width, height } = find(thread, '.picture img').getBoundingClientRect();
    expect([Math.round(width), Math.round(height)]).to.deep.equal([360, 180]);
    await proxy.close();
  });

  it('has a box of fixed size when nobody said how large it is', async () => {
    const { thread } = await show(withFile({}));
    await nextPaint();
    const { width, height } = find(thread, '.picture img').getBoundingClientRect();
    expect([Math.round(width), Math.round(height)]).to.deep.equal([360, 240]);
  });

  it('opens large on Enter and on a press, and Escape closes it and gives the focus back', async () => {
    const { thread } = await show(withFile({ width: 8, height: 8 }));
    const button = find(thread, '.picture');
    button.focus();
    await sendKeys({ press: 'Enter' });
    await settled(thread);
    const dialog = find(thread, 'dialog') as HTMLDialogElement;
    expect(dialog.matches(':modal')).to.equal(true);
    await expect(thread).to.be.accessible();
    expect(dialog.querySelector('img')?.getAttribute('src')).to.equal(PIXEL);
    await sendKeys({ press: 'Escape' });
    await settled(thread);
    expect(thread.shadowRoot?.querySelector('dialog')).to.equal(null);
    expect(thread.shadowRoot?.activeElement).to.equal(button);
    button.click();
    await settled(thread);
    find(thread, 'dialog button').click();
    await settled(thread);
    expect(thread.shadowRoot?.querySelector('dialog')).to.equal(null);
  });

  it('that cannot be had is a card with the reason (pitfall 37)', async () => {
    const { thread } = await show(withFile({ url: 'data:image/png;base64,AAAA', width: 800, height: 600 }));
    await until(() => thread.shadowRoot?.querySelector('.file-card') !== null);
    expect(textOf(thread)).to.contain('The picture could not be loaded');
    await expect(thread).to.be.accessible();
  });
});

describe('other files in <ethora-thread>', () => {
  const pdf = {
    url: 'https://files.test/a.pdf',
    name: 'Pricing-2027-final.pdf',
    mimetype: 'application/pdf',
    size: 48_000,
  };

  it('are cards with name, size and a link (pitfall 36)', async () => {
    const { thread } = await show(withFile(pdf, { kind: 'file' }));
    await expect(thread).to.be.accessible();
    expect(textOf(thread)).to.contain('48 kB');
    expect(find(thread, '.file-name').textContent.trim()).to.equal(pdf.name);
    const link = find(thread, '.file-card a');
    expect(link.getAttribute('rel')).to.equal('noopener noreferrer');
    expect(link.getAttribute('href')).to.equal(pdf.url);
    expect(link.getAttribute('download')).to.equal(pdf.name);
  });

  it('that are films or sounds have players with a name', async () => {
    const proxy = await silentServer();
    const { thread } = await show(
      withFile({ url: proxy.http, name: 'a.mp4', mimetype: 'video/mp4' }, { kind: 'video' }),
      withFile({ url: SILENCE, name: 'b.mp3', mimetype: 'audio/mpeg' }, { kind: 'audio' }),
    );
    expect(find(thread, 'video').getAttribute('preload')).to.equal('metadata');
    expect(find(thread, 'audio').getAttribute('aria-label')).to.equal('Audio: b.mp3');
    await expect(thread).to.be.accessible();
    await proxy.close();
  });

  it('with a player are reached from their message by Tab, and its keys are left to it', async () => {
    const { thread } = await show(makeMessage(), withFile({ url: SILENCE }, { kind: 'audio' }));
    thread.focus();
    await sendKeys({ press: 'Tab' });
    const player = find(thread, 'audio');
    expect(thread.shadowRoot?.activeElement).to.equal(player);
    await sendKeys({ press: 'ArrowUp' });
    expect(thread.shadowRoot?.activeElement).to.equal(player);
    await sendKeys({ press: 'Escape' });
    expect(thread.shadowRoot?.activeElement).to.equal(messagesOf(thread)[1]);
  });

  it('play one at a time', async () => {
    const { thread } = await show(
      withFile({ url: SILENCE }, { kind: 'audio' }),
      withFile({ url: SILENCE }, { kind: 'audio' }),
    );
    const [one, two] = Array.from(thread.shadowRoot?.querySelectorAll('audio') ?? []) as [
      HTMLAudioElement,
      HTMLAudioElement,
    ];
    // Browsers let nothing loud begin without a press.
    one.muted = two.muted = true;
    await one.play();
    void two.play();
    await until(() => one.paused);
    expect(two.paused).to.equal(false);
  });
});

describe('an own file on its way in <ethora-thread>', () => {
  async function sending(change: Partial<Message>) {
    const { session, thread } = await show();
    const { archiveId: _, ...message } = withFile({}, { own: true, status: 'pending', progress: 1_900_000, ...change });
    session.room.setOutgoing([message]);
    await settled(thread);
    return { session, thread, message };
  }

  it('shows how much is uploaded and can be stopped', async () => {
    const { session, thread, message } = await sending({});
    await expect(thread).to.be.accessible();
    expect(textOf(thread)).to.contain('1.9 MB of 3.1 MB').and.contain('Uploading');
    find(thread, '.cancel-upload').click();
    expect(session.calls).to.deep.include(['discard', ROOM, message.key]);
  });

  it('is a card with a ring when it is no picture', async () => {
    const { thread } = await sending({ kind: 'file' });
    await expect(thread).to.be.accessible();
    expect(thread.shadowRoot?.querySelector('.file-card a')).to.equal(null);
    expect(find(thread, '.file-card .cancel-upload')).to.exist;
  });

  it('that failed says why and can be sent again', async () => {
    const { session, thread, message } = await sending({ status: 'failed', failure: 'upload' });
    expect(textOf(thread)).to.contain('Not sent: the upload failed');
    find(thread, '[data-action="retry"]').click();
    expect(session.calls).to.deep.include(['retry', ROOM, message.key]);
  });
});

async function until(test: () => boolean) {
  while (!test()) await nextPaint();
}

describe('files over <ethora-thread>', () => {
  function filesIn(type: string): DragEvent {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'dropped.txt'));
    return new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, composed: true });
  }

  it('are laid beside the draft when they are dropped; until then it says so', async () => {
    const { session, thread } = await show(makeMessage());
    session.uploads.setLimits({ maxSize: 25_000_000 });
    thread.dispatchEvent(filesIn('dragenter'));
    await settled(thread);
    expect(textOf(thread)).to.contain('Drop to attach').and.contain('Up to 25 MB each');
    thread.dispatchEvent(filesIn('drop'));
    await settled(thread);
    expect(thread.shadowRoot?.querySelector('.drop-hint')).to.equal(null);
    expect(session.calls.filter(([name]) => name === 'stageFiles')).to.have.length(1);
  });

  it('are not taken where the server takes none', async () => {
    const { thread } = await show(makeMessage());
    const drop = filesIn('drop');
    thread.dispatchEvent(drop);
    expect(drop.defaultPrevented).to.equal(false);
  });
});

/** One that takes every request and never answers. */
async function silentServer() {
  const proxy = await startProxy((await server.start()).service);
  await proxy.freeze();
  return { http: proxy.url.replace('ws:', 'http:'), close: () => proxy.close() };
}
