import { expect } from '@open-wc/testing';
import type { Attachment, MediaDialect } from '../../src/domain/attachment.js';
import { buildData } from '../../src/protocol/data.js';
import { parseDiscoInfo } from '../../src/protocol/disco.js';
import { buildGroupchatMessage, parseGroupchatMessage } from '../../src/protocol/groupchat.js';
import { buildSlotRequest, parseSlot, parseUploadService } from '../../src/protocol/http-upload.js';
import { buildMedia } from '../../src/protocol/media.js';
import { parseXml } from '../helpers/parse-xml.js';

const URL = 'https://files.test/a/roof.png';

const roof: Attachment = {
  url: URL,
  name: 'roof terrace.png',
  storedName: 'roof.png',
  mimetype: 'image/png',
  size: 3100,
  width: 800,
  height: 600,
};

/** A message of `ann` with these children, read. */
function read(inside: string) {
  const text = `<message xmlns='jabber:client' from='r@c.test/ann' id='1' type='groupchat'>${inside}</message>`;
  return parseGroupchatMessage(parseXml(text));
}

/** What others read of what we write. */
function sent(attachment: Attachment, dialect: MediaDialect) {
  const { body, children } = buildMedia(attachment, dialect);
  const stanza = buildGroupchatMessage('r@c.test', '1', body, [buildData('r@c.test', 'Ann', attachment), ...children]);
  stanza.attrs.from = 'r@c.test/ann';
  return { stanza, message: parseGroupchatMessage(stanza) };
}

describe('a message with a file', () => {
  it('is read as it was written, in either dialect', () => {
    for (const dialect of ['standard', 'ethora'] as const) {
      expect(sent(roof, dialect).message).to.deep.include({ body: '', attachment: roof });
    }
  });

  it('has the URL as its body for other clients, and "media" for those of Ethora', () => {
    const { stanza } = sent(roof, 'standard');
    expect(stanza.getChildText('body')).to.equal(URL);
    expect(stanza.getChild('x', 'jabber:x:oob')?.getChildText('url')).to.equal(URL);
    expect(sent(roof, 'ethora').stanza.getChildText('body')).to.equal('media');
  });

  it('has the fields of the protocol (section 3.1.2)', () => {
    expect(sent(roof, 'ethora').stanza.getChild('data')?.attrs).to.deep.include({
      isMediafile: 'true',
      location: URL,
      mimetype: 'image/png',
      size: '3100',
      fileName: 'roof.png',
      originalName: 'roof terrace.png',
    });
  });

  it('is read when it has only the fields of the protocol', () => {
    const data = `<data location='${URL}' mimetype='image/png' size='3100' fileName='roof.png'/>`;
    expect(read(`<body>media</body>${data}`)).to.deep.include({
      body: '',
      attachment: { url: URL, name: 'roof.png', storedName: 'roof.png', mimetype: 'image/png', size: 3100 },
    });
  });

  it('keeps a text that stands beside the file', () => {
    expect(read(`<body>The roof</body><data location='${URL}'/>`)?.body).to.equal('The roof');
  });

  it('is one of text when nothing but its body says "media"', () => {
    expect(read('<body>media</body>')).to.include({ body: 'media' }).and.not.have.property('attachment');
    const data = `<data fullName='Ann'/>`;
    expect(read(`<body>media</body>${data}`))
      .to.include({ body: 'media' })
      .and.not.have.property('attachment');
  });

  it('takes neither author nor id nor time from <data>', () => {
    const forged = `senderJID='eve@c.test/x' userId='eve' createdAt='2001-01-01T00:00:00Z' id='9'`;
    expect(read(`<body>media</body><data location='${URL}' ${forged}/>`)).to.deep.equal({
      roomJid: 'r@c.test',
      nick: 'ann',
      clientId: '1',
      body: '',
      attachment: { url: URL, name: 'roof.png', mimetype: '' },
    });
  });

  it('is never loaded from an address that is neither https nor of this machine', () => {
    for (const url of ['http://files.test/a.png', 'javascript:alert(1)', 'data:text/html,x', 'blob:x', '//x', '']) {
      expect(read(`<body>media</body><data location='${url}'/>`), url).to.not.have.property('attachment');
    }
    expect(read(`<body>media</body><data location='http://127.0.0.1:5280/a.png'/>`)).to.have.property('attachment');
  });

  it('ignores numbers that are none', () => {
    const data = `<data location='${URL}' size='-1' width='x' height='Infinity' duration=''/>`;
    expect(read(`<body>media</body>${data}`)?.attachment).to.have.all.keys('url', 'name', 'mimetype');
  });
});

describe('XEP-0066 out of band data', () => {
  const oob = `<x xmlns='jabber:x:oob'><url>${URL}</url></x>`;

  it('is a file when the body is its URL', () => {
    expect(read(`<body>${URL}</body>${oob}`)).to.deep.include({
      body: '',
      attachment: { url: URL, name: 'roof.png', mimetype: '' },
    });
  });

  it('is not one when the body says something else', () => {
    expect(read(`<body>Look: ${URL}</body>${oob}`))
      .to.include({ body: `Look: ${URL}` })
      .and.not.have.property('attachment');
  });
});

describe('XEP-0447 file sharing', () => {
  it('tells name, type and size of a file (example 1)', () => {
    const sharing = `<file-sharing xmlns='urn:xmpp:sfs:0' disposition='inline'>
      <file xmlns='urn:xmpp:file:metadata:0'><media-type>image/jpeg</media-type><name>summit.jpg</name><size>3032449</size>
      <height>3072</height><width>4096</width></file>
      <sources><url-data xmlns='http://jabber.org/protocol/url-data' target='https://download.montague.lit/s.jpg'/></sources>
      </file-sharing>`;
    expect(read(`<body>https://download.montague.lit/s.jpg</body>${sharing}`)).to.deep.include({
      body: '',
      attachment: {
        url: 'https://download.montague.lit/s.jpg',
        name: 'summit.jpg',
        mimetype: 'image/jpeg',
        size: 3032449,
        width: 4096,
        height: 3072,
      },
    });
  });
});

describe('XEP-0363 HTTP upload', () => {
  it('is offered by who has the feature, with its limit (example 4)', () => {
    const info = (inside: string) =>
      parseDiscoInfo(parseXml(`<iq><query xmlns='http://jabber.org/protocol/disco#info'>${inside}</query></iq>`));
    const feature = `<feature var='urn:xmpp:http:upload:0'/>`;
    const limit = `<x type='result' xmlns='jabber:x:data'><field var='max-file-size'><value>5242880</value></field></x>`;
    expect(parseUploadService(info(feature + limit)!)).to.deep.equal({ maxSize: 5242880 });
    expect(parseUploadService(info(feature)!)).to.deep.equal({});
    expect(parseUploadService(info(limit)!)).to.equal(undefined);
  });

  it('is asked for with name, size and type (example 5)', () => {
    expect(buildSlotRequest({ name: 'très cool.jpg', size: 23456, type: 'image/jpeg' }).attrs).to.deep.equal({
      xmlns: 'urn:xmpp:http:upload:0',
      filename: 'très cool.jpg',
      size: '23456',
      'content-type': 'image/jpeg',
    });
  });

  const slot = (put: string, get: string, headers = '') =>
    parseSlot(
      parseXml(
        `<iq><slot xmlns='urn:xmpp:http:upload:0'><put url='${put}'>${headers}</put><get url='${get}'/></slot></iq>`,
      ),
    );

  it('gives two addresses and headers (example 6), of which only three are taken, without line breaks', () => {
    const headers = `<header name='Authorization'>Basic QQ&#10;==</header><header name='Host'>evil</header><header name='cookie'>a=1</header>`;
    expect(slot('https://up.test/1', 'https://down.test/1', headers)).to.deep.equal({
      put: 'https://up.test/1',
      get: 'https://down.test/1',
      headers: [
        ['Authorization', 'Basic QQ=='],
        ['cookie', 'a=1'],
      ],
    });
  });

  it('is refused when an address is not safe', () => {
    expect(slot('http://up.test/1', 'https://down.test/1')).to.equal(undefined);
    expect(slot('https://up.test/1', 'javascript:1')).to.equal(undefined);
    expect(slot('http://127.0.0.1:1/1', 'http://localhost/1')).to.not.equal(undefined);
  });
});
