// What the doctor says about a connection that fails, by the code that the system gives it.
import { expect } from 'chai';
import { PlenigoApiError, PlenigoNetworkError } from '../../../lib/base/errors.js';
import { judgeConnection } from '../../../lib/cli/doctor/connection.js';

const apiUrl = 'https://api.plenigo.com';

const networkError = (code: 'network-error' | 'connection-reset' | 'timeout', system?: string) =>
  new PlenigoNetworkError(code, {
    call: 'createLoginToken',
    cause: system === undefined ? undefined : Object.assign(new Error(system), { code: system }),
  });

describe('what the doctor says about the connection', () => {
  for (const system of ['ENOTFOUND', 'EAI_AGAIN']) {
    it(`${system} is a matter of names`, () => {
      const { level, text, cure } = judgeConnection(networkError('network-error', system), apiUrl);
      expect(level).to.equal('fail');
      expect(text).to.equal(`The name api.plenigo.com leads nowhere (${system}).`);
      expect(cure).to.include('DNS');
    });
  }

  for (const system of [
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'EPROTO',
  ]) {
    it(`${system} is a matter of certificates`, () => {
      const { level, text, cure } = judgeConnection(networkError('network-error', system), apiUrl);
      expect(level).to.equal('fail');
      expect(text).to.include('encrypted connection').and.include(system);
      expect(cure).to.include('NODE_EXTRA_CA_CERTS');
    });
  }

  it('silence is a matter of firewalls', () => {
    const { level, text, cure } = judgeConnection(networkError('timeout'), apiUrl);
    expect(level).to.equal('fail');
    expect(text).to.include('does not answer');
    expect(cure).to.include('firewall');
  });

  it('a fault without a code has no empty brackets', () => {
    expect(judgeConnection(networkError('network-error'), apiUrl).text).to.equal(
      'The connection to api.plenigo.com broke.',
    );
  });

  it('a refusal is an answer', () => {
    const error = new PlenigoApiError('invalid-credentials', { call: 'createLoginToken', status: 401 });
    expect(judgeConnection(error, apiUrl).level).to.equal('ok');
    expect(judgeConnection(undefined, apiUrl).level).to.equal('ok');
  });
});
