import { expect } from '@open-wc/testing';
import { displaySize, extensionOf, mediaKindOf, nameInUrl, splitName } from '../../src/domain/attachment.js';
import { fileProblem } from '../../src/domain/upload.js';

describe('the kind of a file', () => {
  const kind = (mimetype: string, name = 'x') => mediaKindOf({ mimetype, name });

  it('is decided by its type', () => {
    expect(kind('image/png', 'x.pdf')).to.equal('image');
    expect(kind('IMAGE/JPEG; q=1')).to.equal('image');
    expect(kind('video/mp4')).to.equal('video');
    expect(kind('audio/ogg')).to.equal('audio');
    expect(kind('application/pdf', 'x.png')).to.equal('file');
  });

  it('is decided by its ending where the type says nothing', () => {
    expect(kind('', 'roof.JPG')).to.equal('image');
    expect(kind('application/octet-stream', 'talk.mp3')).to.equal('audio');
    expect(kind('application/octet-stream', 'film.webm')).to.equal('video');
    expect(kind('application/octet-stream', 'data.bin')).to.equal('file');
    expect(kind('', 'noending')).to.equal('file');
  });

  it('is never a picture for what can hold a script', () => {
    expect(kind('image/svg+xml', 'x.png')).to.equal('file');
    expect(kind('text/html', 'x.png')).to.equal('file');
    expect(kind('', 'x.svg')).to.equal('file');
  });
});

describe('the name of a file', () => {
  it('is cut in its middle and keeps its ending', () => {
    expect(splitName('Pricing-2027-final-signed-legal.xlsx')).to.deep.equal([
      'Pricing-2027-final-signed-le',
      'gal.xlsx',
    ]);
    expect(splitName('README')).to.deep.equal(['README', '']);
    expect(splitName('a.b')).to.deep.equal(['', 'a.b']);
  });

  it('has an ending when something follows its last dot', () => {
    expect(extensionOf('a.tar.GZ')).to.equal('gz');
    expect(extensionOf('.gitignore')).to.equal('');
    expect(extensionOf('a.')).to.equal('');
  });

  it('is the end of the URL where nobody gave it one', () => {
    expect(nameInUrl('https://x.test/a/sch%C3%B6n.png?x=1')).to.equal('schön.png');
    expect(nameInUrl('https://x.test/%E0%A4%A')).to.equal('%E0%A4%A');
  });
});

describe('the box of a picture', () => {
  it('is at most 360 px on either side and has the shape of the picture', () => {
    expect(displaySize({ width: 3600, height: 1800 })).to.deep.equal({ width: 360, height: 180 });
    expect(displaySize({ width: 100, height: 720 })).to.deep.equal({ width: 50, height: 360 });
    expect(displaySize({ width: 40, height: 20 })).to.deep.equal({ width: 40, height: 20 });
    expect(displaySize({ width: 1e9, height: 1 })).to.deep.equal({ width: 360, height: 1 });
    expect(displaySize({})).to.equal(undefined);
  });
});

describe('a file', () => {
  it('is refused when it is empty or too large', () => {
    expect(fileProblem({ size: 0 })).to.equal('file-empty');
    expect(fileProblem({ size: 11 }, { maxSize: 10 })).to.equal('file-too-large');
    expect(fileProblem({ size: 10 }, { maxSize: 10 })).to.equal(undefined);
    expect(fileProblem({ size: 10 })).to.equal(undefined);
  });
});
