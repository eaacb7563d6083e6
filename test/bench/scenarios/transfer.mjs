/** What crosses the wire until the newest page is on screen and the client has settled. */
import { CODE_KINDS } from '../lib/page-server.mjs';
import { PAGE_SIZE } from '../lib/world.mjs';

const MEDIA_KINDS = ['font', 'image', 'other'];

/** @type {import('./index.mjs').Scenario} */
export const transfer = {
  name: 'transfer',
  title: 'Transferred until usable (brotli)',
  // The same files every time.
  runs: () => 1,
  measures: {
    code: { label: 'code (html, js, css, json, wasm)', unit: 'bytes' },
    js: { label: 'of it js', unit: 'bytes' },
    css: { label: 'of it css', unit: 'bytes' },
    media: { label: 'fonts, images, other', unit: 'bytes' },
    requests: { label: 'requests', unit: 'count' },
  },

  async run(world, adapter) {
    world.forgetTransfers();
    const room = world.rooms.long;
    const tab = await world.visit(adapter, room);
    try {
      await tab.shown({ count: PAGE_SIZE, last: room.last });
      await tab.rest();
      const { transfers } = world;
      const bytesOf = (kinds) =>
        transfers.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { bytes }) => sum + bytes, 0);
      return {
        code: bytesOf(CODE_KINDS),
        js: bytesOf(['js']),
        css: bytesOf(['css']),
        media: bytesOf(MEDIA_KINDS),
        requests: transfers.length,
      };
    } finally {
      await tab.close();
    }
  },
};
