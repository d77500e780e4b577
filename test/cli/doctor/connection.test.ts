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

const certificates = [
  ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_SSL_WRONG_VERSION_NUMBER', 'EPROTO'],
];

describe('what the doctor says about the connection', () => {
  for (const [what, codes, says, advises] of [
    ['a name', ['ENOTFOUND', 'EAI_AGAIN'], /^The name api\.plenigo\.com leads nowhere \(CODE\)\.$/, 'DNS'],
    ['a certificate', certificates, /encrypted connection.*\(CODE\)/, 'NODE_EXTRA_CA_CERTS'],
  ] as const) {
    it(`is a matter of ${what}, if the system says so`, () => {
      for (const code of codes) {
        const { level, text, cure } = judgeConnection(networkError('network-error', code), apiUrl);
        expect(level).to.equal('fail');
        expect(text.replace(code, 'CODE')).to.match(says);
        expect(cure).to.include(advises);
      }
    });
  }

  it('is a matter of firewalls, where nothing is answered', () => {
    const { level, text, cure } = judgeConnection(networkError('timeout'), apiUrl);
    expect(level).to.equal('fail');
    expect(text).to.include('does not answer');
    expect(cure).to.include('firewall');
  });

  it('has no empty brackets for a fault without a code', () => {
    const { text } = judgeConnection(networkError('network-error'), apiUrl);
    expect(text).to.equal('The connection to api.plenigo.com broke.');
  });

  it('takes a refusal for an answer', () => {
    const error = new PlenigoApiError('invalid-credentials', { call: 'createLoginToken', status: 401 });
    for (const outcome of [error, undefined]) expect(judgeConnection(outcome, apiUrl).level).to.equal('ok');
  });
});
