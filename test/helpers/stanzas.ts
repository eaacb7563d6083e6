/** Sends stanzas past the widget, as another client of the same account would. */
import { server, type Account } from './server.js';

/** Sends one stanza from this account; the server treats it as written by one of its clients. */
export async function sendStanzaAs({ jid }: Account, to: string, stanza: string, resource = ''): Promise<void> {
  await server.api('send_stanza', { from: resource ? `${jid}/${resource}` : jid, to, stanza });
}
