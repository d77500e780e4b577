// Which plenigo the doctor asks, what it says of a connection that fails, and how findings look in a terminal or file.
import dns from 'node:dns';
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import { PlenigoNetworkError } from '../../../lib/base/errors.js';
import { judgeConnection } from '../../../lib/cli/doctor/connection.js';
import type { Finding } from '../../../lib/cli/doctor/finding.js';
import { renderFindings } from '../../../lib/cli/doctor/report.js';
import { run } from '../../../lib/cli/run.js';
import { startSandbox } from '../../../lib/sandbox/index.js';
import { openSession } from '../io.js';

const certificates = [
  ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_SSL_WRONG_VERSION_NUMBER', 'EPROTO'],
];

describe('the command doctor, with no address', () => {
  const { lookup } = dns;
  let code: string;
  // Nothing outside of this machine is reached: every name leads nowhere.
  beforeEach(() => {
    dns.lookup = ((name: string, _options: unknown, answer: (error: Error) => void) =>
      answer(Object.assign(new Error(name), { code }))) as unknown as typeof lookup;
  });
  afterEach(() => {
    dns.lookup = lookup;
  });

  for (const [what, codes, environment, says] of [
    ['a name', ['ENOTFOUND', 'EAI_AGAIN'], 'live', /The name HOST leads nowhere \(CODE\)\. → Check the DNS/],
    ['a name of stage', ['ENOTFOUND'], 'stage', /The name HOST leads nowhere/],
    ['a certificate', certificates, 'live', /encrypted connection to HOST fails \(CODE\).*NODE_EXTRA_CA_CERTS/],
    ['something else', ['EWHATEVER'], 'live', /The connection to HOST broke \(CODE\)\./],
  ] as const) {
    it(`says which environment it asks, and that it is a matter of ${what}, if the system says so`, async () => {
      for (code of codes) {
        const session = openSession({ env: { companyId: 'a-company', secret: 'a-secret' } });
        const args = environment === 'live' ? [] : ['--environment', environment];
        expect(await run(['doctor', ...args], session.io)).to.equal(1);
        const host = environment === 'live' ? 'api.plenigo.com' : 'api.plenigo-stage.com';
        const report = session.printed().replace(/\s+/g, ' ');
        expect(report).to.include(`Company a-company at https://${host} (${environment}) `);
        expect(report.replaceAll(host, 'HOST').replaceAll(code, 'CODE')).to.match(says);
      }
    });
  }

  it('takes it for a matter of firewalls, where nothing is answered', () => {
    const error = new PlenigoNetworkError('timeout', { call: 'createLoginToken', cause: undefined });
    const { level, text, cure } = judgeConnection(error, 'https://api.plenigo.com');
    expect([level, text]).to.deep.equal(['fail', 'api.plenigo.com does not answer within ten seconds.']);
    expect(cure).to.include('firewall');
  });
});

describe('the command doctor, with an address', () => {
  it('names the address, which is of no environment', async () => {
    const sandbox = await startSandbox();
    const { companyId, apiUrl } = sandbox.options;
    const session = openSession({ env: { companyId, secret: 'wrong' } });
    const code = await run(['doctor', '--api-url', apiUrl, '--environment', 'stage'], session.io);
    await sandbox.close();
    expect([code, session.printed().split('\n')[0]]).to.deep.equal([1, `Company ${companyId} at ${apiUrl}`]);
    expect(session.printed().replace(/\s+/g, ' ')).to.include(`shows for ${apiUrl}:`);
  });
});

const long = 'A word and another word and yet another word '.repeat(8).trim();

const findings: Finding[] = [
  { check: 'Connection', level: 'ok', text: long },
  { check: 'Clock', level: 'warn', text: 'It is late.', cure: long },
  { check: 'Credentials', level: 'fail', text: 'No.', cure: `See https://${'x'.repeat(120)}.example` },
  { check: 'Product', level: 'skipped', text: 'Not checked.' },
];

describe('the report of the doctor', () => {
  it('is as wide as the terminal, but never wider than can be read, and indented', () => {
    for (const [columns, widest] of [
      [60, 60],
      [300, 96],
      // The verdict is never broken.
      [10, 47],
    ] as const) {
      const lines = renderFindings(findings.slice(0, 2), { hasColors: false, columns }).split('\n');
      expect(Math.max(...lines.map(({ length }) => length))).to.be.at.most(widest);
      for (const line of lines.filter((line) => line.includes('word'))) expect(line).to.match(/^ {7}/);
    }
  });

  it('has each finding’s mark, text and cure, no control characters without colors, and the same text with them', () => {
    const plain = renderFindings(findings, { hasColors: false, columns: 80 });
    const painted = renderFindings(findings, { hasColors: true, columns: 80 });
    for (const part of [
      'ok     Connection\n',
      'look   Clock\n       It is late.\n       → A word',
      'WRONG  Credentials\n',
    ]) {
      expect(plain).to.include(part);
    }
    expect(plain).to.include('-      Product\n').and.equal(stripVTControlCharacters(plain)).and.not.equal(painted);
    expect(stripVTControlCharacters(painted)).to.equal(plain);
  });

  it('ends with the verdict', () => {
    for (const [levels, verdict] of [
      [['ok', 'skipped'], /^All is well\.$/],
      [['ok', 'warn'], /^Nothing is wrong, but/],
      [['warn', 'fail'], /^One thing is wrong\.$/],
      [['fail', 'fail'], /^2 things are wrong\.$/],
    ] as const) {
      const some = levels.map((level) => ({ check: 'x', level, text: 'x' }));
      expect(renderFindings(some, { hasColors: false, columns: 80 }).split('\n').pop()).to.match(verdict);
    }
  });
});
