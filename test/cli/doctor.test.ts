// `express-plenigo doctor` against a sandbox in every kind of trouble: the finding, the advice, the exit code.
import { expect } from 'chai';
import { run } from '../../lib/cli/run.js';
import { type Sandbox, startSandbox } from '../../lib/sandbox/index.js';
import { nowhere } from '../support/nowhere.js';
import { openSession } from './io.js';

/** The paragraphs of a report by what was checked. */
function findingsIn(output: string): Record<string, { mark: string; text: string }> {
  const paragraphs = output.matchAll(/^(ok|look|WRONG|-) +(.+)\n((?: {7}.+\n?)+)/gm);
  return Object.fromEntries(
    [...paragraphs].map(([, mark = '', check = '', text = '']) => [
      check,
      { mark, text: text.replace(/\s+/g, ' ').trim() },
    ]),
  );
}

describe('the command doctor', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.close());

  /** Runs it with the sandbox's own credentials in the environment, unless others are given. */
  async function examine({ args = [] as string[], env = {}, product = 'ARTICLE-1' } = {}) {
    const { companyId, secret, apiUrl } = sandbox.options;
    const session = openSession({ env: { companyId, secret, ...env } });
    // The browser script of a sandbox is found beside it.
    const addresses = args.some((arg) => arg.startsWith('--api-url')) ? [] : ['--api-url', apiUrl];
    const wanted = product === '' ? [] : ['--product', product];
    const code = await run(['doctor', ...addresses, ...wanted, ...args], session.io);
    const output = session.printed();
    expect(session.complaints()).to.equal('');
    expect(output).not.to.include(secret);
    return { code, output, findings: findingsIn(output) };
  }

  it('finds nothing wrong with a site that is set up well', async () => {
    const { code, output, findings } = await examine();
    expect(Object.entries(findings).map(([check, { mark }]) => `${mark} ${check}`)).to.deep.equal([
      'ok Options',
      'ok Connection',
      'ok Clock',
      'ok Credentials',
      'ok Closed user group',
      'ok Product',
      'ok Browser script',
    ]);
    expect(output)
      .to.match(/All is well\.$/)
      .and.include(sandbox.options.companyId);
    expect(code).to.equal(0);
  });

  it('looks for the browser script of the sandbox that it asks', async () => {
    const { findings } = await examine();
    expect(findings['Browser script']?.text).to.include(`It loads from ${sandbox.options.sdkUrl},`);
  });

  it('says the same for programs, and nothing else', async () => {
    const { code, output } = await examine({ args: ['--json'], env: { secret: 'wrong' } });
    expect(code).to.equal(1);
    const { findings, ...report } = JSON.parse(output);
    const { companyId: company, apiUrl } = sandbox.options;
    expect(report).to.deep.equal({ company, apiUrl, ok: false });
    expect(findings[0]).to.have.all.keys('check', 'level', 'text');
    expect(findings.map(({ check, level }: Record<string, string>) => `${level} ${check}`)).to.include.members([
      'fail Credentials',
      'skipped Product',
      'ok Browser script',
    ]);
  });

  it('never names an option in other words than those of its own command line', async () => {
    const { url } = sandbox;
    const outputs = [];
    for (const [args, fault] of [
      [['--sdk-url', `${url}/nowhere`], undefined],
      [['--sdk-url', nowhere], { call: 'hasUserBought', status: 418 }],
      [['--api-url', nowhere], undefined],
      [[], { call: 'createLoginToken', status: 401 }],
      [[], { call: 'createLoginToken', body: { loginToken: 'T' } }],
    ] as const) {
      if (fault) sandbox.inject(fault);
      outputs.push((await examine({ args: [...args] })).output);
    }
    expect(outputs.join()).not.to.match(/\b(sdkUrl|apiUrl|testMode|createPlenigo)\b/);
  });

  it('changes nothing at plenigo', async () => {
    await examine();
    expect(sandbox.customers).to.deep.equal([]);
    expect(sandbox.tokens).to.deep.equal([]);
    expect(sandbox.requests.map(({ call }) => call)).to.deep.equal(['createLoginToken', 'hasUserBought']);
  });

  it('asks about no product when none is named', async () => {
    const { code, findings } = await examine({ product: '' });
    expect(code).to.equal(0);
    expect(findings).not.to.have.property('Product');
    expect(sandbox.requests.map(({ call }) => call)).to.deep.equal(['createLoginToken']);
  });

  describe('looks at the options', () => {
    it('and says which are not set', async () => {
      const { code, findings } = await examine({ env: { companyId: undefined, secret: '' } });
      expect(code).to.equal(1);
      expect(findings.Options?.text).to.include('PLENIGO_COMPANY_ID and PLENIGO_SECRET are not set.');
      expect(sandbox.requests).to.deep.equal([]);
    });

    for (const [args, name] of [
      [['--environment', 'moon'], '--environment'],
      [['--sdk-url', 'ftp://x.example'], '--sdk-url'],
      [['--api-url', 'http://news.example'], '--api-url'],
    ] as const) {
      it(`and says what is wrong with ${name}`, async () => {
        const { code, findings } = await examine({ args: [...args] });
        expect(code).to.equal(1);
        expect(findings.Options).to.deep.include({ mark: 'WRONG' });
        expect(findings.Options?.text).to.include(`(${name}: got`);
        expect(sandbox.requests).to.deep.equal([]);
      });
    }

    for (const [what, spoil] of [
      ['white space', (secret: string) => `${secret}\n`],
      ['quotation marks', (secret: string) => `"${secret}"`],
    ] as const) {
      it(`and notices ${what} that was copied along with the secret`, async () => {
        const { code, findings } = await examine({ env: { secret: spoil(sandbox.options.secret) } });
        expect(code).to.equal(1);
        expect(findings.Options?.mark).to.equal('look');
        expect(findings.Options?.text).to.include(what);
        expect(findings.Credentials?.mark).to.equal('WRONG');
      });
    }
  });

  describe('looks at the connection', () => {
    it('and says that nothing listens', async () => {
      const { code, findings } = await examine({ args: ['--api-url', nowhere, '--sdk-url', nowhere] });
      expect(code).to.equal(1);
      expect(findings.Connection?.text).to.include('Nothing accepts connections').and.include('sandbox');
      expect(findings.Credentials).to.include({ mark: '-' });
      expect(findings['Closed user group']).to.include({ mark: '-' });
      expect(findings.Product).to.include({ mark: '-' });
      expect(findings['Browser script']?.mark).to.equal('look');
      expect(findings['Browser script']?.text).to.include('ECONNREFUSED');
    });

    it('and says that it breaks', async () => {
      sandbox.inject({ reset: true, times: 2 });
      const { code, findings } = await examine();
      expect(code).to.equal(1);
      expect(findings.Connection?.text).to.include('broke (ECONNRESET)');
      expect(sandbox.requests.map(({ call }) => call)).not.to.include('hasUserBought');
    });

    it('and says that plenigo fails on its side', async () => {
      sandbox.inject({ status: 503, times: 2 });
      const { code, findings } = await examine({ product: '' });
      expect(code).to.equal(1);
      expect(findings.Connection?.text).to.include('fails on its side').and.include('Nothing is wrong here');
      expect(findings.Clock?.mark).to.equal('ok');
    });

    for (const [what, fault] of [
      ['a web page', { status: 200, body: '<h1>Welcome</h1>', times: 2 }],
      ['a redirect', { status: 302, body: '' }],
    ] as const) {
      it(`and is not taken in by ${what} from something else at the address`, async () => {
        sandbox.inject(fault);
        const { code, findings } = await examine({ product: '' });
        expect(code).to.equal(1);
        expect(findings.Connection?.text).to.include('not as plenigo does');
      });
    }
  });

  describe('looks at the clock', () => {
    /** An otherwise healthy answer that is dated so many seconds from now. */
    const dated = (seconds: number, status = 404) =>
      sandbox.inject({
        call: 'createLoginToken',
        status,
        headers: { date: new Date(Date.now() + seconds * 1000).toUTCString() },
      });

    it('and forgives half a minute', async () => {
      dated(-20);
      expect((await examine()).findings.Clock?.mark).to.equal('ok');
    });

    for (const [seconds, words] of [
      [90, /(89|90) seconds behind/],
      [-91, /9[0-2] seconds ahead of/],
      [200, /3 minutes behind/],
    ] as const) {
      it(`and warns of ${seconds} seconds`, async () => {
        dated(seconds);
        const { code, findings } = await examine();
        expect(code).to.equal(0);
        expect(findings.Clock?.mark).to.equal('look');
        expect(findings.Clock?.text).to.match(words).and.include('NTP');
      });
    }

    for (const seconds of [300, -300]) {
      it(`and calls ${seconds} seconds wrong, because tokens live five minutes`, async () => {
        dated(seconds);
        const { code, findings } = await examine();
        expect(code).to.equal(1);
        expect(findings.Clock?.mark).to.equal('WRONG');
        expect(findings.Clock?.text).to.include('five minutes');
        expect(findings.Credentials?.mark).to.equal('ok');
      });
    }

    it('and does not blame the secret for what the clock does', async () => {
      dated(3600, 401);
      const { findings } = await examine();
      expect(findings.Credentials?.text).to.include('because of the clock').and.not.include('Copy both');
    });

    it('and says when the answer has no usable date', async () => {
      sandbox.inject({ status: 404, headers: { date: 'yesterday' } });
      const { code, findings } = await examine({ product: '' });
      expect(code).to.equal(0);
      expect(findings.Clock).to.include({ mark: 'look' });
    });
  });

  it('says that the credentials are refused, and leaves the rest for later', async () => {
    const { code, output, findings } = await examine({ env: { secret: 'not-the-secret' } });
    expect(code).to.equal(1);
    expect(findings.Credentials?.text).to.include('refuses company id or secret (401)');
    expect(findings['Closed user group']?.mark).to.equal('-');
    expect(findings.Product?.mark).to.equal('-');
    expect(output)
      .to.match(/One thing is wrong\.$/)
      .and.not.include('not-the-secret');
    expect(sandbox.requests).to.have.length(1);
  });

  describe('looks at the closed user group', () => {
    for (const [status, text] of [
      [403, 'has no closed user group'],
      [402, 'paid module is missing'],
    ] as const) {
      it(`and says what ${status} means`, async () => {
        sandbox.inject({ call: 'createLoginToken', status });
        const { code, findings } = await examine();
        expect(code).to.equal(1);
        expect(findings.Credentials?.mark).to.equal('ok');
        expect(findings['Closed user group']?.mark).to.equal('WRONG');
        expect(findings['Closed user group']?.text).to.include(text);
        expect(findings.Product?.mark).to.equal('ok');
      });
    }

    it('and wonders about a token for a reader who does not exist, without showing it', async () => {
      sandbox.inject({ call: 'createLoginToken', body: { loginToken: 'a-login-token' } });
      const { code, output, findings } = await examine();
      expect(code).to.equal(0);
      expect(findings['Closed user group']?.mark).to.equal('look');
      expect(output).not.to.include('a-login-token');
    });

    it('and says so when it cannot tell', async () => {
      sandbox.inject({ call: 'createLoginToken', status: 429 });
      const { code, findings } = await examine();
      expect(code).to.equal(0);
      expect(findings.Credentials?.mark).to.equal('look');
      expect(findings['Closed user group']?.text).to.include('cannot be told').and.include('(429)');
    });
  });

  describe('looks at the product', () => {
    it('and is honest about what an answer does not tell', async () => {
      expect((await examine()).findings.Product?.text).to.include('not documented');
    });

    it('and takes an unknown reader for what it is', async () => {
      sandbox.inject({ call: 'hasUserBought', status: 404 });
      expect((await examine()).findings.Product?.mark).to.equal('ok');
    });

    it('and wonders about a reader who does not exist and has bought it', async () => {
      sandbox.inject({ call: 'hasUserBought', status: 200, body: {} });
      const { code, findings } = await examine();
      expect(code).to.equal(0);
      expect(findings.Product?.mark).to.equal('look');
      expect(findings.Product?.text).to.include('whether the paywall is switched off');
    });

    it('and says when plenigo refuses the id', async () => {
      sandbox.inject({ call: 'hasUserBought', status: 400 });
      const { code, findings } = await examine();
      expect(code).to.equal(1);
      expect(findings.Product?.text).to.include('status 400').and.include('live and stage');
    });

    it('and asks nobody about an id that cannot be one', async () => {
      const { code, findings } = await examine({ product: 'ARTICLE-WITH-A-VERY-LONG-NAME' });
      expect(code).to.equal(1);
      expect(findings.Product?.text).to.include('1 to 20 characters');
      expect(sandbox.requests.map(({ call }) => call)).to.deep.equal(['createLoginToken']);
    });
  });

  it('says that there is no browser script for this company id', async () => {
    const { url } = sandbox;
    const { code, findings } = await examine({
      args: ['--sdk-url', `${url}/static_resources/javascript/other/plenigo_sdk.min.js`],
    });
    expect(code).to.equal(1);
    expect(findings['Browser script']?.mark).to.equal('WRONG');
    expect(findings['Browser script']?.text).to.include('status 404').and.include('company id');
  });

  it('is not taken in by a web page where the browser script should be', async () => {
    const { findings } = await examine({ args: ['--sdk-url', `${sandbox.url}/checkout`] });
    expect(findings['Browser script']?.mark).to.equal('WRONG');
  });
});
