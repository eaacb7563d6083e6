import { executeServerCommand } from '@web/test-runner-commands';

/** What a scripted server does when a frame comes in; the first rule that matches is used. */
export interface Rule {
  /** A regular expression for the frame. */
  readonly on: string;
  /** Frames to send. `$id` stands for the `id` of the stanza that came in, `$1` and so on for groups of `on`. */
  readonly send?: readonly string[];
  /** Ends the connection afterwards. */
  readonly close?: boolean;
  /** How often the rule is used in one connection; default: always. */
  readonly times?: number;
}

/** A server that says what the test wants. */
export interface ScriptedServer {
  readonly url: string;
  /** Sends frames to every page that is connected. */
  push(...frames: string[]): Promise<void>;
  /** Every frame that came in. */
  received(): Promise<readonly string[]>;
  /** The first frame that matches, among those that came in and those to come. */
  waitFor(pattern: string): Promise<string>;
  /** Breaks every connection without a word. */
  drop(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a scripted server; put `loginRules()` last to have sign-in answered. */
export async function startScriptedServer(rules: readonly Rule[]): Promise<ScriptedServer> {
  const start = { rules };
  const { name, url } = await executeServerCommand<{ name: string; url: string }, object>(
    'scripted-server-start',
    start,
  );
  const call = (method: string, ...args: unknown[]) =>
    executeServerCommand('scripted-server-call', { name, method, args });
  return {
    url,
    push: async (...frames) => {
      await call('push', frames);
    },
    received: async () => (await call('received')) as string[],
    waitFor: async (pattern) => (await call('waitFor', pattern)) as string,
    drop: async () => {
      await call('drop');
    },
    close: async () => {
      await call('close');
    },
  };
}

/**
 * The rules by which anybody signs in as `jid` (with a resource), by PLAIN. Every iq that no rule before them answers gets
 * `service-unavailable`, as a server without that service sends it.
 */
export function loginRules(jid: string): readonly Rule[] {
  const domain = jid.replace(/^.*@/, '').replace(/\/.*$/, '');
  const open = `<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='${domain}' id='s' version='1.0'/>`;
  const features = (inner: string) =>
    `<stream:features xmlns:stream='http://etherx.jabber.org/streams'>${inner}</stream:features>`;
  return [
    {
      on: '^<open',
      times: 1,
      send: [
        open,
        features(`<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>`),
      ],
    },
    { on: '^<auth', send: [`<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>`] },
    { on: '^<open', times: 1, send: [open, features(`<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>`)] },
    {
      on: '^<iq.*urn:ietf:params:xml:ns:xmpp-bind',
      send: [
        `<iq xmlns='jabber:client' type='result' id='$id'>` +
          `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>${jid}</jid></bind></iq>`,
      ],
    },
    { on: `^<iq[^>]*type=["']result`, send: [] },
    {
      on: `^<iq[^>]* to=["']([^"']*)`,
      send: [
        `<iq xmlns='jabber:client' type='error' id='$id' from='$1'>` +
          `<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`,
      ],
    },
    {
      on: '^<iq',
      send: [
        `<iq xmlns='jabber:client' type='error' id='$id'>` +
          `<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`,
      ],
    },
  ];
}
