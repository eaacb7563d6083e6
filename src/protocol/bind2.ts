/** Bind 2: XEP-0386 v1.0.1, https://xmpp.org/extensions/xep-0386.html */
import { parseEnabled, findStreamManagement, type EnabledStream, NS_SM } from './stream-management.js';
import { xml, type Element } from './xml.js';

const NS = 'urn:xmpp:bind:0';

/** What stands at the beginning of the resource, for people who look at their sessions. */
const TAG = 'ethora-chat';

/** `inline`: of SASL2's offer. */
export function parseBind2Offer(inline: Element): { binds: boolean; counts: boolean } {
  const offer = inline.getChild('bind', NS);
  const features = offer?.getChild('inline')?.getChildren('feature') ?? [];
  return { binds: offer !== undefined, counts: features.some(({ attrs }) => attrs.var === NS_SM) };
}

/** Asks for a session. `inline`: what is to be begun together with it. */
export function buildBind2(...inline: readonly Element[]): Element {
  return xml('bind', { xmlns: NS }, xml('tag', {}, TAG), ...inline);
}

/** The new session, and whether its stanzas are counted. Undefined when there is none. */
export function parseBound2(success: Element): { readonly enabled: EnabledStream | undefined } | undefined {
  const bound = success.getChild('bound', NS);
  return bound && { enabled: parseEnabled(findStreamManagement(bound)) };
}
