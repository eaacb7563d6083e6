/** Pages beside the one of the test: frames that end like a page does, without a word. */
import { stub } from 'sinon';
import type { ChatService } from '../../src/context.js';
import type { createChatSession } from '../../src/service/chat-session.js';
import type { SessionOptions } from '../../src/service/options.js';
import type { FrameRecorder, recordFrames } from './frames.js';

/** A page of the same site. */
export interface Tab {
  /** Makes a session that lives in that page. */
  makeSession(options: SessionOptions): ChatService;
  /** What its sockets say and hear. */
  readonly frames: FrameRecorder;
  /** From now on nothing can be written to its databases. */
  breakStorage(): void;
  /** The page is gone at once, and everything in it. */
  readonly end: () => void;
  /** Another page is shown; the browser keeps this one for the way back. */
  readonly hide: () => void;
  /** This page is shown again. */
  show(): void;
}

interface TabWindow extends Window {
  readonly createChatSession?: typeof createChatSession;
  readonly recordFrames?: typeof recordFrames;
  readonly IDBDatabase?: typeof IDBDatabase;
}

const open = new Set<Tab>();

export async function openTab(): Promise<Tab> {
  const frame = document.createElement('iframe');
  frame.srcdoc = `<!doctype html>
    <script>globalThis.process = { env: { NODE_ENV: 'test' } };</script>
    <script type="module">
      import { createChatSession } from '/src/service/chat-session.ts';
      import { recordFrames } from '/test/helpers/frames.ts';
      Object.assign(globalThis, { createChatSession, recordFrames });
    </script>`;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  const {
    createChatSession: create,
    recordFrames: record,
    IDBDatabase: Database,
  } = (frame.contentWindow ?? {}) as TabWindow;
  if (!create || !record || !Database) throw new Error('The page did not load');
  const pass = (type: string) => {
    frame.contentWindow?.dispatchEvent(new PageTransitionEvent(type, { persisted: true }));
  };
  const tab = {
    makeSession: create,
    frames: record(),
    breakStorage() {
      stub(Database.prototype, 'transaction').throws(new DOMException('broken', 'UnknownError'));
    },
    end() {
      open.delete(tab);
      frame.remove();
    },
    hide: () => {
      pass('pagehide');
    },
    show: () => {
      pass('pageshow');
    },
  };
  open.add(tab);
  return tab;
}

/** For `afterEach`. */
export function endTabs() {
  for (const tab of open) tab.end();
}
