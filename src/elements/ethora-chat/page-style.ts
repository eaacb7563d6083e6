/**
 * Tells the styles, as custom states, what the page around has chosen and CSS alone cannot ask for: `page-scheme` when it
 * declares a `color-scheme`, `no-page-font` when it has no font of its own. `root` is the element's shadow root.
 */
export function followPageStyle(element: Element, root: HTMLElement | DocumentFragment, { states }: ElementInternals) {
  const { colorScheme, fontFamily } = getComputedStyle(parentOf(element));
  toggle(states, 'page-scheme', colorScheme !== 'normal');
  toggle(states, 'no-page-font', fontFamily === initialFont(root));
}

/** What the element inherits from. */
function parentOf(element: Element): Element {
  const { parentNode } = element;
  if (parentNode instanceof ShadowRoot) return parentNode.host;
  return element.parentElement ?? document.documentElement;
}

/** What a browser writes in when nobody says anything. */
function initialFont(root: HTMLElement | DocumentFragment): string {
  const probe = document.createElement('span');
  probe.className = 'initial';
  root.append(probe);
  const { fontFamily } = getComputedStyle(probe);
  probe.remove();
  return fontFamily;
}

function toggle(states: CustomStateSet, name: string, on: boolean) {
  if (on) states.add(name);
  else states.delete(name);
}
