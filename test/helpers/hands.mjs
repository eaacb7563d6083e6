/**
 * Two ways to use a page: with the mouse alone (letters excepted), and with the keyboard alone. Controls are found by role and
 * name, as people find them. All wait until there is such a control.
 */

/** Tab stops from one end of the page to the other, at most. */
const MAX_TABS = 150;

/** @param {Awaited<ReturnType<import('./chat-page.mjs').openChatPage>>} person */
export function mouseOf({ page }) {
  const point = (role, name) => page.locator(`::-p-aria([name="${name}"][role="${role}"])`);
  return {
    /** Presses a button, a radio button, a menu item. */
    press: (role, name) => point(role, name).click(),
    /** Writes over what is in a field. */
    async fill(name, text, role = 'textbox') {
      await point(role, name).click({ count: 3 });
      await page.keyboard.type(text);
    },
    /** Opens a menu by its button, and chooses from it. */
    async choose(menu, item) {
      await point('button', menu).click();
      await point('menuitem', item).click();
    },
    async send(name, text) {
      await this.fill(name, text);
      await point('button', 'Send').click();
    },
  };
}

/** @param {Awaited<ReturnType<import('./chat-page.mjs').openChatPage>>} person */
export function keyboardOf(person) {
  const { keyboard } = person.page;
  const focused = () => person.page.evaluate(() => globalThis.probe.focused());

  /** Presses a key until the control has the focus. */
  async function walk(key, role, name) {
    await person.page.waitForSelector(`::-p-aria([name="${name}"][role="${role}"])`);
    const passed = [];
    for (let count = 0; count < MAX_TABS; count += 1) {
      const now = await focused();
      if (now.role === role && now.name === name) return;
      passed.push(`${now.role} ${now.name}`);
      await keyboard.press(key);
    }
    throw new Error(`No way to ${role} “${name}” by ${key}:\n${passed.join('\n')}\n${await person.text()}`);
  }

  return {
    async press(role, name) {
      if (role === 'radio') {
        await walk('ArrowDown', role, name);
        return;
      }
      await walk('Tab', role, name);
      await keyboard.press('Enter');
    },
    async fill(name, text, role = 'textbox') {
      await walk('Tab', role, name);
      await keyboard.down('Control');
      await keyboard.press('a');
      await keyboard.up('Control');
      await keyboard.type(text);
    },
    async choose(menu, item) {
      await this.press('button', menu);
      await walk('ArrowDown', 'menuitem', item);
      await keyboard.press('Enter');
    },
    async send(name, text) {
      await this.fill(name, text);
      await keyboard.press('Enter');
    },
  };
}
