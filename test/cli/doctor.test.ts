// `express-plenigo doctor` against a sandbox in every kind of trouble: the finding, the advice, the exit code.
import { expect } from 'chai';
import { run } from '../../lib/cli/run.js';
import type { SandboxFault } from '../../lib/sandbox/index.js';
import { useSandbox } from '../sandbox/support.js';
import { nowhere } from '../support/nowhere.js';
import { openSession } from './io.js';

/** What the doctor meets, and what comes of it: of each check its mark and what it says. */
interface Trouble {
  api?: 'v3';
  args?: string[];
  env?: object;
  product?: string;
  fault?: SandboxFault;
  /** An otherwise healthy answer is dated so many seconds from now. */
  dated?: number;
  status?: number;
  /** What somebody makes of the secret. */
  spoil?: (secret: string) => string;
  finds: Record<string, RegExp>;
  asked?: string[];
}

const noGroup = (status: number, words: RegExp): Trouble => ({
  fault: { call: 'createLoginToken', status },
  finds: { Credentials: /^ok/, 'Closed user group': words, Product: /^ok/ },
});
const onProduct = (fault: SandboxFault, Product: RegExp): Trouble => ({
  fault: { call: 'hasUserBought', ...fault },
  finds: { Credentials: /^ok/, Product },
});
const wrongOption = (args: string[], Options: RegExp, more: Partial<Trouble> = {}): Trouble => ({
  ...{ args, finds: { Options }, asked: [] },
  ...more,
});
const spoiled = (spoil: Trouble['spoil'], Options: RegExp) => ({ spoil, finds: { Options, Credentials: /^WRONG/ } });
/** Tokens live five minutes. */
const wrongClock = { finds: { Clock: /^WRONG .*five minutes/, Credentials: /^ok/ } };
const somethingElse = { finds: { Connection: /^WRONG .*not as plenigo does/ } };

const troubles: Record<string, Trouble> = {
  'options that are not set': wrongOption([], /^WRONG PLENIGO_COMPANY_ID and PLENIGO_SECRET are not set\./, {
    env: { companyId: '', secret: undefined },
  }),
  'an unknown environment': wrongOption(['--environment', 'moon'], /^WRONG .*\(--environment: got/),
  'a script by FTP': wrongOption(['--sdk-url', 'ftp://x.example'], /^WRONG .*\(--sdk-url: got/),
  'an address without TLS': wrongOption(['--api-url', 'http://news.example'], /^WRONG .*\(--api-url: got/),
  'addresses where nothing listens': {
    args: ['--api-url', nowhere, '--sdk-url', nowhere],
    finds: {
      Connection: /^WRONG .*Nothing accepts connections.*sandbox/,
      Credentials: /^-/,
      'Closed user group': /^-/,
      Product: /^-/,
      'Browser script': /^look .*ECONNREFUSED/,
    },
  },
  'a connection that breaks': {
    fault: { reset: true, times: 2 },
    finds: { Connection: /^WRONG .*broke \(ECONNRESET\)/ },
    asked: ['createLoginToken', 'createLoginToken'],
  },
  'a plenigo that fails on its side': {
    fault: { status: 503, times: 2 },
    finds: { Connection: /^WRONG .*fails on its side.*Nothing is wrong here/, Clock: /^ok/ },
  },
  'a web page at the address': { fault: { status: 200, body: '<h1>Welcome</h1>', times: 2 }, ...somethingElse },
  'a redirect at the address': { fault: { status: 302, body: '' }, ...somethingElse },
  'a clock that is nearly right': { dated: -20, finds: { Clock: /^ok/ } },
  'a clock that is behind': { dated: 90, finds: { Clock: /^look .*(89|90) seconds behind.*NTP/ } },
  'a clock that is ahead': { dated: -91, finds: { Clock: /^look .*9[0-2] seconds ahead of.*NTP/ } },
  'a clock that is minutes behind': { dated: 200, finds: { Clock: /^look .*3 minutes behind.*NTP/ } },
  'a clock that is too far behind for a token': { dated: 300, ...wrongClock },
  'a clock that is too far ahead for a token': { dated: -300, ...wrongClock },
  'an answer without a usable date': {
    fault: { status: 404, headers: { date: 'yesterday' } },
    product: '',
    finds: { Clock: /^look .*had no date/ },
  },
  'a company without a closed user group': noGroup(403, /^WRONG .*has no closed user group/),
  'a company without the module': noGroup(402, /^WRONG .*paid module is missing/),
  'a company of which nothing can be told': {
    fault: { call: 'createLoginToken', status: 429 },
    finds: { Credentials: /^look/, 'Closed user group': /^look .*cannot be told.*\(429\)/ },
  },
  'a product that may not exist': { finds: { Product: /^ok .*not documented/ } },
  'a product of nobody': onProduct({ status: 404 }, /^ok/),
  'a product that a reader who does not exist has bought': onProduct(
    { status: 200, body: { accessGranted: true } },
    /^look .*whether the paywall is switched off/,
  ),
  'a product that plenigo refuses': onProduct({ status: 400 }, /^WRONG .*status 400.*live and stage/),
  'a plenigo that fails when asked about the product': onProduct(
    { status: 503, times: 2 },
    /^WRONG .*fails on its side.*Nothing is wrong here/,
  ),
  'credentials of both APIs': wrongOption([], /^WRONG .*both set.*--api v2 or --api v3/, {
    env: { apiToken: 'a-token' },
  }),
  'an API token that is not set': wrongOption(['--api', 'v3'], /^WRONG PLENIGO_API_TOKEN is not set\..*--api-token/),
  'a token of API v3 and an address of API v2': wrongOption(
    ['--api-url', 'https://api.plenigo.com'],
    /^WRONG .*address.* API v2.*token .* API v3.*\/api\/v3\.0/,
    { api: 'v3' },
  ),
  'a secret of API v2 and an address of API v3': wrongOption(
    ['--api-url', 'https://api.plenigo.com/api/v3.0'],
    /^WRONG .*address.* API v3.*secret .* API v2.*PLENIGO_API_TOKEN/,
  ),
  'test purchases, which API v3 has not': wrongOption(['--test-mode'], /^WRONG .*--test-mode: API v3/, { api: 'v3' }),
  'a token that API v3 refuses': {
    api: 'v3',
    args: ['--api-token', 'the-secret-of-v2'],
    finds: {
      Credentials: /^WRONG .*the API token \(401, errorCode 99008\).*secret of API v2 is no token/,
      Product: /^-/,
    },
    asked: ['customerIdByExternalSystemId'],
  },
  'a plenigo that fails, with API v3': {
    api: 'v3',
    fault: { status: 503, times: 2 },
    finds: { Connection: /^WRONG .*fails on its side/, Credentials: /^-/ },
  },
  'an access right that cannot be one': {
    api: 'v3',
    product: 'NO RIGHT',
    finds: { Product: /^WRONG .*an access right/ },
  },
  'white space that was copied along': spoiled((secret) => `${secret}\n`, /^look .*white space/),
  'quotation marks that were copied along': spoiled((secret) => `"${secret}"`, /^look .*quotation marks/),
  'credentials that are refused, and leaves the rest for later': {
    spoil: () => 'not-the-secret',
    finds: { Credentials: /^WRONG .*refuses company id or secret \(401/, 'Closed user group': /^-/, Product: /^-/ },
    asked: ['createLoginToken'],
  },
  'a secret that is refused for what the clock does': {
    dated: 3600,
    status: 401,
    finds: { Credentials: /because of the clock/ },
  },
  'a token for a reader who does not exist, without showing it': {
    fault: { call: 'createLoginToken', body: { loginToken: 'a-login-token' } },
    finds: { 'Closed user group': /^look/ },
  },
  'no product when none is named': { product: '', finds: {}, asked: ['createLoginToken'] },
  'a product whose id cannot be one': {
    product: 'ARTICLE-WITH-A-VERY-LONG-NAME',
    finds: { Product: /^WRONG .*1 to 20 characters/ },
    asked: ['createLoginToken'],
  },
};

/** An answer that is dated so many seconds from now. */
const dateIn = (seconds: number, status = 404): SandboxFault => ({
  call: 'createLoginToken',
  status,
  headers: { date: new Date(Date.now() + seconds * 1000).toUTCString() },
});

/** The paragraphs of a report by what was checked: the mark, and what is said. */
function findingsIn(output: string): Record<string, string> {
  const paragraphs = [...output.matchAll(/^(ok|look|WRONG|-) +(.+)\n((?: {7}.+\n?)+)/gm)];
  return Object.fromEntries(
    paragraphs.map(([, mark, check = '', text]) => [check, `${mark} ${text}`.replace(/\s+/g, ' ').trim()]),
  );
}

describe('the command doctor', () => {
  const sandbox = useSandbox();

  /** Runs it with the sandbox's own credentials in the environment, unless others are given. */
  async function examine({ api, args = [], env = {}, product = 'ARTICLE-1', spoil }: Partial<Trouble> = {}) {
    const { companyId, secret, apiUrl } = sandbox().options;
    const { apiToken, apiUrl: v3Url } = sandbox().v3.options;
    const own = api === 'v3' ? { companyId, apiToken, apiUrl: v3Url } : { companyId, secret, apiUrl };
    // The browser script of a sandbox is found beside it.
    const spoiled = spoil && { secret: spoil(secret) };
    const session = openSession({ env: { ...own, ...env, ...spoiled } });
    const wanted = product === '' ? [] : ['--product', product];
    const code = await run(['doctor', ...wanted, ...args], session.io);
    const output = session.printed();
    expect(session.complaints()).to.equal('');
    for (const hidden of [secret, apiToken, 'not-the-secret', 'a-login-token']) expect(output).not.to.include(hidden);
    return { code, output, findings: findingsIn(output) };
  }

  for (const api of ['v2', 'v3'] as const) {
    it(`finds nothing wrong with a site that is set up well, with API ${api}`, async () => {
      const { code, output, findings } = await examine(api === 'v3' ? { api } : {});
      const group = api === 'v2' ? ['Closed user group'] : [];
      const checks = ['Options', 'Connection', 'Clock', 'Credentials', ...group, 'Product', 'Browser script'];
      expect(Object.keys(findings)).to.deep.equal(checks);
      for (const check of checks) expect(findings[check]).to.match(/^ok /);
      // The browser script is that of the sandbox that was asked.
      const { sdkUrl } = api === 'v2' ? sandbox().options : sandbox().v3.options;
      expect(findings['Browser script']).to.include(`It loads from ${sdkUrl},`);
      expect(output).to.match(/All is well\.$/);
      expect(output).to.include(sandbox().options.companyId);
      expect(code).to.equal(0);
      // It has changed nothing at plenigo.
      expect([sandbox().customers, sandbox().tokens]).to.deep.equal([[], []]);
      const asked = { v2: ['createLoginToken', 'hasUserBought'], v3: ['customerIdByExternalSystemId', 'hasAccess'] };
      expect(sandbox().requests.map(({ call }) => call)).to.deep.equal(asked[api]);
    });
  }

  it('says the same for programs, and nothing else', async () => {
    const { code, output } = await examine({ args: ['--json'], env: { secret: 'wrong' } });
    expect(code).to.equal(1);
    const { findings, ...report } = JSON.parse(output);
    const { companyId: company, apiUrl } = sandbox().options;
    expect(report).to.deep.equal({ company, api: 'v2', apiUrl, ok: false });
    expect(findings[0]).to.have.all.keys('check', 'level', 'text');
    expect(findings.map(({ check, level }: Record<string, string>) => `${level} ${check}`)).to.include.members([
      'fail Credentials',
      'skipped Product',
      'ok Browser script',
    ]);
  });

  for (const [what, { fault, dated, status, finds, asked, ...setting }] of Object.entries(troubles)) {
    it(`tells of ${what}`, async () => {
      if (fault) sandbox().inject(fault);
      if (dated !== undefined) sandbox().inject(dateIn(dated, status));
      const seen = await examine(setting);
      // It names options as its own command line does.
      expect(seen.output).not.to.match(/\b(sdkUrl|apiUrl|testMode|createPlenigo)\b/);
      for (const [check, finding] of Object.entries(finds)) expect(seen.findings[check], check).to.match(finding);
      expect(seen.code).to.equal(/^WRONG/m.test(Object.values(seen.findings).join('\n')) ? 1 : 0);
      if (setting.product === '') expect(seen.findings).not.to.have.property('Product');
      if (asked) expect(sandbox().requests.map(({ call }) => call)).to.deep.equal(asked);
    });
  }

  it('finds no browser script for another company id, nor in a web page', async () => {
    const { url } = sandbox();
    const other = `${url}/static_resources/javascript/other/plenigo_sdk.min.js`;
    const { code, findings } = await examine({ args: ['--sdk-url', other] });
    expect(code).to.equal(1);
    expect(findings['Browser script']).to.match(/^WRONG .*status 404.*company id/);
    const page = await examine({ args: ['--sdk-url', `${url}/checkout`] });
    expect(page.findings['Browser script']).to.match(/^WRONG/);
  });
});
