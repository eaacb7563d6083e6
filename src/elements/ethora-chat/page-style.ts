/**
 * Tells the styles, as custom states, what the page around has chosen and CSS alone cannot ask for: `page-scheme` when it
 * declares a `color-scheme`, `no-page-font` when it has no font of its own. `root` is the element's shadow root.
 */
export function followPageStyle(element: Element, root: HTMLElement | DocumentFragment, { states }: ElementInternals) {
  const { parentNode } = element;
  const parent = parentNode instanceof ShadowRoot ? parentNode.host : (element.parentElement ?? element);
  const { colorScheme, fontFamily } = getComputedStyle(parent);
  // Shows what a browser writes in when nobody says anything.
  const probe = document.createElement('span');
  probe.className = 'initial';
  root.append(probe);
  toggle(states, 'page-scheme', colorScheme !== 'normal');
  toggle(states, 'no-page-font', fontFamily === getComputedStyle(probe).fontFamily);
  probe.remove();
}

function toggle(states: CustomStateSet, name: string, on: boolean) {
  if (on) states.add(name);
  else states.delete(name);
}
