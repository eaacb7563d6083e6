/** Finding things in the whole page, in whatever shadow root. */
import { waitUntil } from '@open-wc/testing';

/** Every element in the page and in its shadow roots that matches. */
export function find(selector: string, from: ParentNode = document): HTMLElement[] {
  const inner = [...from.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
    shadowRoot ? find(selector, shadowRoot) : [],
  );
  return [...from.querySelectorAll<HTMLElement>(selector), ...inner];
}

export async function one(selector: string): Promise<HTMLElement> {
  await waitUntil(() => find(selector).length > 0, `${selector} is there`);
  return find(selector)[0]!;
}

export async function gone(selector: string): Promise<void> {
  await waitUntil(() => find(selector).length === 0, `${selector} is gone`);
}

export function named(label: string): Promise<HTMLElement> {
  return one(`button[aria-label="${label}"]`);
}

/** The element that has the focus, in whatever shadow root. */
export function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}
