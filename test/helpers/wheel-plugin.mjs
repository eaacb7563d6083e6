/**
 * Turns a real mouse wheel over the page under test: `executeServerCommand('wheel', { x, y, deltaY, times })`.
 * Only in Chromium; the browser scrolls in another thread, as it does for a person.
 */
export default {
  name: 'wheel',
  async executeCommand({ command, payload, session }) {
    if (command !== 'wheel') return undefined;
    const page = session.browser.getPage(session.id);
    const { x, y, deltaY, times } = payload;
    await page.mouse.move(x, y);
    for (let turn = 0; turn < times; turn += 1) await page.mouse.wheel({ deltaY });
    return true;
  },
};
