import { expect } from '@open-wc/testing';
import { streamFailure, toFailure } from '../../src/service/failure.js';
import { readEndpoint } from '../../src/service/options.js';

describe('the options', () => {
  it('name the domain by the first service, unless they say one', () => {
    expect(readEndpoint({ service: 'wss://chat.example/ws wss://two.example:5443/ws' })).to.deep.equal({
      services: ['wss://chat.example/ws', 'wss://two.example:5443/ws'],
      domain: 'chat.example',
    });
    expect(readEndpoint({ service: ' wss://chat.example/ws\n', domain: ' example ' }).domain).to.equal('example');
  });

  it('allow connections without TLS to this machine, and to others only when asked', () => {
    for (const host of ['localhost', 'chat.localhost', '127.0.0.1', '127.1.2.3', '[::1]'])
      expect(readEndpoint({ service: `ws://${host}:5280/ws` }).services).to.have.length(1);
    for (const host of ['chat.example', 'localhost.example', '10.0.0.1', '127.0.0.1.example', 'xlocalhost'])
      expect(() => readEndpoint({ service: `ws://${host}/ws` }), host).to.throw(/insecure/);
    expect(readEndpoint({ service: 'ws://chat.example/ws', allowInsecure: true }).services).to.have.length(1);
  });
});

describe('failures of a connection', () => {
  it('have a reason whatever was thrown', () => {
    expect(toFailure(undefined).reason).to.equal('lost');
    expect(toFailure('text').reason).to.equal('lost');
    expect(toFailure(new Error('x'))).to.include({ reason: 'lost', detail: 'x' });
    expect(toFailure(new DOMException('x', 'SecurityError')).reason).to.equal('insecure');
    expect(toFailure(new DOMException('x', 'SyntaxError')).reason).to.equal('invalid-service');
  });

  it('have the words of the server when it ends the stream', () => {
    expect(streamFailure({ condition: 'system-shutdown', text: 'Bye' })).to.include({
      reason: 'server-error',
      detail: 'Bye',
    });
    expect(streamFailure({ condition: 'host-unknown', text: '' }).reason).to.equal('unknown-host');
    expect(streamFailure({ condition: 'conflict', text: '' }).reason).to.equal('replaced');
    expect(streamFailure({ condition: '', text: '' }).reason).to.equal('server-error');
  });
});
