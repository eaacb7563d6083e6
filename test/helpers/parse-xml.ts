import { xml, type Element } from '../../src/protocol/xml.js';

/** Reads XML as it stands in a specification: blanks between elements are left out. */
export function parseXml(text: string): Element {
  const { documentElement } = new DOMParser().parseFromString(text, 'text/xml');
  if (documentElement.querySelector('parsererror')) throw new Error(`Not XML: ${text}`);
  return toElement(documentElement);
}

/** A browser's element as one of the library's. */
export function toElement(node: globalThis.Element): Element {
  const attrs = Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]));
  const hasElements = node.childElementCount > 0;
  const children = [...node.childNodes].flatMap((child): (Element | string)[] => {
    if (child instanceof globalThis.Element) return [toElement(child)];
    const text = child.textContent ?? '';
    return hasElements && text.trim() === '' ? [] : [text];
  });
  return xml(node.tagName, attrs, ...children);
}
