import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/index.js';
import type { EthoraComposer } from '../../src/elements/ethora-composer/ethora-composer.js';
import type { StagedFile } from '../../src/domain/upload.js';
import { createSessionFixture, roomOf, type SessionFixture } from './session-fixture.js';

const launch = roomOf({ name: 'Launch week' });

function staged(change: Partial<StagedFile> & { readonly name?: string } = {}): StagedFile {
  const { name = 'Launch-plan-for-everybody.pdf', ...rest } = change;
  return { id: name, file: new File(['abcdef'], name), kind: 'file', ...rest };
}

describe('files in <ethora-composer>', () => {
  let session: SessionFixture;

  beforeEach(() => {
    session = createSessionFixture();
    session.rooms.putAll([launch]);
    session.rooms.setActive(launch.jid);
    session.uploads.setLimits({ maxSize: 25_000_000 });
  });

  async function compose(...files: StagedFile[]): Promise<EthoraComposer> {
    if (files.length > 0) session.uploads.setStaged(launch.jid, files);
    const chat = await fixture(
      html`<ethora-chat .session=${session}><ethora-composer></ethora-composer></ethora-chat>`,
    );
    const composer = chat.querySelector('ethora-composer') as EthoraComposer;
    await composer.updateComplete;
    return composer;
  }

  function find(composer: EthoraComposer, selector: string): HTMLElement | null {
    return composer.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
  }

  function called(name: string) {
    return session.calls.filter(([called]) => called === name).map(([, ...values]) => values);
  }

  function filesIn(type: string): DragEvent {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'dropped.txt'));
    return new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, composed: true });
  }

  it('can be chosen only where the server takes any (pitfall 33)', async () => {
    const composer = await compose();
    expect(find(composer, '[part="attach"]')).to.exist;
    session.uploads.setLimits(undefined);
    await composer.updateComplete;
    expect(find(composer, '[part="attach"]')).to.equal(null);
  });

  it('are laid beside the draft when they are chosen', async () => {
    const composer = await compose();
    const input = find(composer, 'input[type="file"]') as HTMLInputElement;
    const chosen = new DataTransfer();
    chosen.items.add(new File(['a'], 'a.txt'));
    chosen.items.add(new File(['b'], 'b.txt'));
    input.files = chosen.files;
    input.dispatchEvent(new Event('change'));
    const [[files, room] = []] = called('stageFiles');
    expect((files as File[]).map(({ name }) => name)).to.deep.equal(['a.txt', 'b.txt']);
    expect(room).to.equal(launch.jid);
    expect(input.files).to.have.length(0);
  });

  it('are accessible and say name and size (pitfall 36)', async () => {
    const composer = await compose(staged(), staged({ name: 'empty.txt', problem: 'file-empty' }));
    await expect(composer).to.be.accessible();
    const chips = composer.shadowRoot?.querySelectorAll<HTMLElement>('[part="chip"]') ?? [];
    expect(Array.from(chips, (chip) => chip.querySelector('bdi')?.textContent.trim())).to.deep.equal([
      'Launch-plan-for-everybody.pdf',
      'empty.txt',
    ]);
    expect(chips[0]?.innerText).to.contain('6 bytes');
    expect(chips[1]?.innerText).to.contain('Empty file');
  });

  it('that are too large say what is allowed, and are not sent (pitfall 36)', async () => {
    const composer = await compose(staged({ problem: 'file-too-large' }));
    expect(find(composer, '[part="chip"]')?.innerText).to.contain('Too large, at most 25 MB');
    expect(find(composer, '[part="send"]')?.matches(':disabled')).to.equal(true);
  });

  it('go out without a text (pitfall 11)', async () => {
    const composer = await compose(staged(), staged({ name: 'b.txt' }));
    find(composer, '[part="send"]')?.click();
    expect(called('send')).to.deep.equal([]);
    const [[files] = []] = called('sendFiles');
    expect((files as File[]).map(({ name }) => name)).to.deep.equal(['Launch-plan-for-everybody.pdf', 'b.txt']);
    expect(called('unstageFile')).to.have.length(2);
  });

  it('go out after the text', async () => {
    const composer = await compose(staged());
    composer.value = 'All in here';
    await composer.updateComplete;
    composer.focus();
    await sendKeys({ press: 'Enter' });
    expect(session.calls.map(([name]) => name).filter((name) => name.startsWith('send'))).to.deep.equal([
      'send',
      'sendFiles',
    ]);
  });

  it('stay when the page cancels the event', async () => {
    const composer = await compose(staged());
    composer.addEventListener('ethora-message-submit', (event) => event.preventDefault());
    find(composer, '[part="send"]')?.click();
    expect(called('sendFiles')).to.deep.equal([]);
    expect(session.uploads.get(launch.jid)).to.have.length(1);
  });

  it('can be taken away', async () => {
    const composer = await compose(staged());
    find(composer, '.remove')?.click();
    expect(called('unstageFile')).to.deep.equal([[launch.jid, 'Launch-plan-for-everybody.pdf']]);
  });

  it('are taken when they are dropped, while a text that is dropped is left to the field', async () => {
    const composer = await compose();
    composer.dispatchEvent(filesIn('dragenter'));
    await composer.updateComplete;
    expect(find(composer, '.dropping')).to.exist;
    const drop = filesIn('drop');
    composer.dispatchEvent(drop);
    await composer.updateComplete;
    expect(find(composer, '.dropping')).to.equal(null);
    expect(drop.defaultPrevented).to.equal(true);
    expect(called('stageFiles')).to.have.length(1);
    const text = new DragEvent('drop', { dataTransfer: new DataTransfer(), bubbles: true, cancelable: true });
    composer.dispatchEvent(text);
    expect(text.defaultPrevented).to.equal(false);
  });

  it('are taken when they are pasted', async () => {
    const composer = await compose();
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['x'], 'shot.png', { type: 'image/png' }));
    const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    find(composer, 'textarea')?.dispatchEvent(paste);
    expect(paste.defaultPrevented).to.equal(true);
    expect(called('stageFiles')).to.have.length(1);
  });
});
