/** Configuration of a room: XEP-0045 v1.34.6 section 10.2, https://xmpp.org/extensions/xep-0045.html#roomconfig */
import type { OfferedSettings, RoomSettings } from '../domain/room-settings.js';
import { buildSubmit, parseForm, type FormFields } from './data-form.js';
import { xml, type Element } from './xml.js';

const NS_OWNER = 'http://jabber.org/protocol/muc#owner';
const FORM_TYPE = 'http://jabber.org/protocol/muc#roomconfig';

/** What a server offers, and under which name it wants each setting back. */
export interface RoomConfig {
  readonly settings: OfferedSettings;
  readonly names: ReadonlyMap<keyof RoomSettings, string>;
}

/** Asks an owner's question: the form with all that can be set. */
export function buildConfigRequest(): Element {
  return xml('query', { xmlns: NS_OWNER });
}

/** Accepts the server's defaults for a new room, and opens it (section 10.1.2). */
export function buildDefaultConfig(): Element {
  return xml('query', { xmlns: NS_OWNER }, buildSubmit());
}

/** Undefined when the answer holds no form. */
export function parseConfig(iq: Element): RoomConfig | undefined {
  const query = iq.getChild('query', NS_OWNER);
  const form = query && parseForm(query);
  if (!form) return undefined;
  const names = new Map<keyof RoomSettings, string>();
  const settings: Record<string, string | boolean> = {};
  for (const { setting, candidates, read } of FIELDS) {
    const name = candidates.find((candidate) => form.has(candidate));
    if (name === undefined) continue;
    names.set(setting, name);
    settings[setting] = read(valueOf(form, name));
  }
  return { settings, names };
}

/** Only what differs from the form and is offered in it. Undefined when that is nothing. */
export function buildConfig({ settings, names }: RoomConfig, changes: OfferedSettings): Element | undefined {
  const values = new Map<string, string>();
  for (const { setting, write } of FIELDS) {
    const value = changes[setting];
    const name = names.get(setting);
    if (value !== undefined && name !== undefined && value !== settings[setting]) values.set(name, write(value));
  }
  return values.size > 0 ? xml('query', { xmlns: NS_OWNER }, buildSubmit(FORM_TYPE, values)) : undefined;
}

interface Field {
  readonly setting: keyof RoomSettings;
  /** Names that servers give it, the first that is there counts. */
  readonly candidates: readonly string[];
  readonly read: (value: string) => string | boolean;
  readonly write: (value: string | boolean) => string;
}

function textField(setting: keyof RoomSettings, ...candidates: readonly string[]): Field {
  return { setting, candidates, read: (value) => value, write: String };
}

function flagField(setting: keyof RoomSettings, ...candidates: readonly string[]): Field {
  return { setting, candidates, read: isTrue, write: (value) => (value ? '1' : '0') };
}

const FIELDS: readonly Field[] = [
  textField('name', 'muc#roomconfig_roomname'),
  textField('description', 'muc#roomconfig_roomdesc'),
  flagField('membersOnly', 'muc#roomconfig_membersonly'),
  flagField('public', 'muc#roomconfig_publicroom'),
  flagField('persistent', 'muc#roomconfig_persistentroom'),
  // Prosody's name, then ejabberd's.
  flagField('archived', 'muc#roomconfig_enablearchiving', 'mam'),
  flagField('moderated', 'muc#roomconfig_moderatedroom'),
  {
    setting: 'addressesShown',
    candidates: ['muc#roomconfig_whois'],
    read: (value) => value === 'anyone',
    write: (value) => (value ? 'anyone' : 'moderators'),
  },
  flagField(
    'membersInvite',
    'muc#roomconfig_allowinvites',
    '{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites',
  ),
];

function valueOf(form: FormFields, name: string): string {
  // Multi-line text comes as one value for each line.
  return form.get(name)?.join('\n') ?? '';
}

function isTrue(value: string): boolean {
  return value === '1' || value === 'true';
}
