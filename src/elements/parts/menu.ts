/** Shows a popover menu at the button that opens it, inside the window, and puts the focus on its first item. */
export function openMenu(menu: HTMLElement, button: HTMLElement) {
  menu.showPopover();
  const at = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + 4 + height <= innerHeight;
  const left = button.matches(':dir(rtl)') ? at.left : at.right - width;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - 4 - height)}px`;
  items(menu)[0]?.focus();
}

/** Arrow keys, Home and End walk through the items; Tab goes out of the menu. Escape is the popover's own business. */
export function onMenuKey(event: KeyboardEvent) {
  const menu = event.currentTarget;
  if (!(menu instanceof HTMLElement)) return;
  if (event.key === 'Tab') menu.hidePopover();
  const all = items(menu);
  const index = all.findIndex((item) => item === event.target);
  const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: -1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  all.at(next % all.length)?.focus();
}

function items(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')];
}
