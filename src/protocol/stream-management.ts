/** Stream Management: XEP-0198 v1.6.1, https://xmpp.org/extensions/xep-0198.html */
import { positiveNumber } from './number.js';
import { xml, type Element } from './xml.js';

export const NS_SM = 'urn:xmpp:sm:3';

/** A stream of which both sides count the stanzas. */
export interface EnabledStream {
  /** By which it can be resumed; empty when it cannot. */
  readonly id: string;
  /** How long after a loss, s; undefined when the server does not say. */
  readonly max: number | undefined;
}

/** A stream that goes on. */
export interface ResumedStream {
  readonly id: string;
  /** How many stanzas of ours the server has. */
  readonly handled: number;
}

/** True when the server can count stanzas. */
export function offersStreamManagement(features: Element): boolean {
  return features.getChild('sm', NS_SM) !== undefined;
}

/** From here on both sides count. */
export function buildEnable(): Element {
  return xml('enable', { xmlns: NS_SM, resume: 'true' });
}

/** Wants to go on with an earlier stream, of which so many stanzas were handled here. */
export function buildResume({ id, handled }: { readonly id: string; readonly handled: number }): Element {
  return xml('resume', { xmlns: NS_SM, previd: id, h: String(handled) });
}

/** Says how many stanzas were handled. */
export function buildAck(handled: number): Element {
  return xml('a', { xmlns: NS_SM, h: String(handled) });
}

/** Asks how many stanzas were handled. */
export function buildAckRequest(): Element {
  return xml('r', { xmlns: NS_SM });
}

/** Undefined when the element is none of stream management. `handled` with `a` only. */
export function parseStreamManagement(element: Element): { type: string; handled: number } | undefined {
  if (element.getNS() !== NS_SM) return undefined;
  return { type: element.getName(), handled: Number(element.attrs.h) };
}

/** What the server says when it counts from now on. Undefined when it does not. */
export function parseEnabled(element: Element | undefined): EnabledStream | undefined {
  if (!element?.is('enabled', NS_SM)) return undefined;
  const { id = '', resume, max } = element.attrs;
  return { id: resume === 'true' || resume === '1' ? id : '', max: positiveNumber(max) };
}

/** What the server says when the stream goes on. Undefined when it does not, or it is not said how. */
export function parseResumed(element: Element | undefined): ResumedStream | undefined {
  if (!element?.is('resumed', NS_SM)) return undefined;
  const { previd: id, h } = element.attrs;
  return id && h && /^\d{1,10}$/.test(h) ? { id, handled: Number(h) } : undefined;
}

/** What is said of stream management inside an element, such as the success of SASL2. */
export function findStreamManagement(parent: Element): Element | undefined {
  return parent.getChildElements().find((child) => child.getNS() === NS_SM);
}
