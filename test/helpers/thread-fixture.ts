import { ContextProvider } from '@lit/context';
import { fixture, html } from '@open-wc/testing';
import { chatContext, type ChatService } from '../../src/context.js';
import { EthoraThread } from '../../src/elements/ethora-thread/ethora-thread.js';
import { createStoreSession, makeRoom, type StoreSession } from './fake-session.js';

if (!customElements.get('ethora-thread')) customElements.define('ethora-thread', EthoraThread);

/** JID of the room that `threadFixture` opens. */
export const ROOM = makeRoom().jid;

/** A moment of today around which no other day is near, whenever the tests run; ms since the epoch. */
export const NOON = new Date().setHours(12, 0, 0, 0);

/** A thread of the given size, in CSS px, following the room that is open in the session. */
export async function threadFixture(session: StoreSession, width = 480, height = 600): Promise<EthoraThread> {
  const box = await fixture<HTMLElement>(html`<div></div>`);
  Object.assign(box.style, { inlineSize: `${width}px`, blockSize: `${height}px` });
  provideChat(box, session.chat);
  const thread = document.createElement('ethora-thread');
  box.append(thread);
  await settled(thread);
  return thread;
}

export function provideChat(element: HTMLElement, chat: ChatService) {
  return new ContextProvider(element, { context: chatContext, initialValue: chat });
}

/** A session with the room open and joined. */
export function roomSession(change: Parameters<typeof makeRoom>[0] = {}) {
  const session = createStoreSession();
  session.rooms.put(makeRoom(change));
  session.rooms.setActive(ROOM);
  return { ...session, room: session.timeline(ROOM) };
}

/** Resolves when what was asked for is painted. */
export async function settled(thread: EthoraThread) {
  await thread.updateComplete;
  await nextPaint();
  await thread.updateComplete;
}

/** Resolves after the next frame, its observers included. */
export async function nextPaint() {
  for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
}

export function find(thread: EthoraThread, selector: string): HTMLElement {
  const found = thread.shadowRoot?.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`Nothing matches ${selector}`);
  return found;
}

export function messagesOf(thread: EthoraThread): HTMLElement[] {
  return Array.from(thread.shadowRoot?.querySelectorAll<HTMLElement>('[part="message"]') ?? []);
}

/** What a person reads on the pane. */
export function textOf(thread: EthoraThread): string {
  return Array.from(thread.shadowRoot?.children ?? [], (child) =>
    child instanceof HTMLElement ? child.innerText : '',
  ).join('\n');
}
