import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { parseBound } from '../../src/protocol/bind.js';
import { parseBookmarks } from '../../src/protocol/bookmarks.js';
import { parseDelay } from '../../src/protocol/delay.js';
import { parseDiscoInfo, parseDiscoItems } from '../../src/protocol/disco.js';
import { parseGroupchatMessage } from '../../src/protocol/groupchat.js';
import { parseDecline, parseInvite } from '../../src/protocol/invite.js';
import { parseArchiveResult, parseComplete } from '../../src/protocol/mam.js';
import { parseMucPresence, parseMucStatus } from '../../src/protocol/muc.js';
import { parseAffiliates, parseAffiliationChange } from '../../src/protocol/muc-admin.js';
import { isPing } from '../../src/protocol/ping.js';
import { parseConfig } from '../../src/protocol/room-config.js';
import { parseRoster } from '../../src/protocol/room-roster.js';
import { parsePageInfo } from '../../src/protocol/rsm.js';
import { parseMechanisms, parseSaslAnswer } from '../../src/protocol/sasl.js';
import { parseStanzaError } from '../../src/protocol/stanza-error.js';
import { parseStanzaId } from '../../src/protocol/stanza-id.js';
import { offersStreamManagement, parseStreamManagement } from '../../src/protocol/stream-management.js';
import { cleanStanza, xml, type Element } from '../../src/protocol/xml.js';
import { arbitraryElement } from '../helpers/arbitrary-xml.js';

const PARSERS: Readonly<Record<string, (element: Element) => unknown>> = {
  isPing,
  offersStreamManagement,
  parseAffiliates,
  parseAffiliationChange,
  parseComplete,
  parseArchiveResult,
  parseBookmarks,
  parseBound,
  parseConfig,
  parseDecline,
  parseDelay,
  parseDiscoInfo,
  parseDiscoItems,
  parseGroupchatMessage,
  parseInvite,
  parseMechanisms,
  parseMucPresence,
  parseMucStatus,
  parsePageInfo,
  parseRoster,
  parseSaslAnswer,
  parseStanzaError,
  parseStanzaId: (element) => parseStanzaId(element, 'room@conference.example.org'),
  parseStreamManagement,
};

describe('whatever a server sends (pitfall 21)', () => {
  for (const [name, parse] of Object.entries(PARSERS)) {
    it(`${name} does not throw`, () => {
      fc.assert(
        fc.property(arbitraryElement, (element) => {
          parse(element);
        }),
        { numRuns: 300 },
      );
    });
  }

  it('a message that was read has a room, and only finite times', () => {
    fc.assert(
      fc.property(arbitraryElement, (element) => {
        const message = parseGroupchatMessage(element);
        if (!message) return;
        expect(message.roomJid).to.not.contain('/');
        if (message.time !== undefined) expect(message.time).to.satisfy(Number.isFinite);
        if (message.body !== undefined) expect(message.body.trim()).to.not.equal('');
      }),
      { numRuns: 500 },
    );
  });

  it('what goes out is XML that a browser can read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, value) => {
        const stanza = cleanStanza(xml('message', { id: value }, xml('body', {}, text))).toString();
        const read = new DOMParser().parseFromString(stanza, 'text/xml');
        expect(read.querySelector('parsererror'), stanza).to.equal(null);
      }),
    );
  });
});
