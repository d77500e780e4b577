// `express-plenigo doctor --page` at a page that is broken in every way in which a mount can be.
import { expect } from 'chai';
import { listen } from '../../support/listen.js';
import { ARTICLE, openNewsstand } from '../../support/newsstand.js';
import { cookieOf, examine } from './examine.js';

/** An answer of the site, which a proxy before it spoils. */
interface Answer {
  readonly path: string;
  readonly isPost: boolean;
  status: number;
  headers: Record<string, string>;
  body: string;
}
type Spoil = (answer: Answer) => unknown;

const OWN_TAG = /<script src="\/plenigo\/[^>]*><\/script>/;
const SDK_TAG = /<script src="http[^>]*plenigo_sdk[^>]*><\/script>/;
const OWN = '<script src="/plenigo';

const onPage = (change: Spoil) => (answer: Answer) => answer.path === ARTICLE && change(answer);
const onScript = (change: Spoil) => (answer: Answer) => /^\/plenigo\/.*\.js$/.test(answer.path) && change(answer);
const onClick = (change: Spoil) => (answer: Answer) => answer.isPost && change(answer);
const answer = (status: number, body = '<h1>Log in</h1>', headers = {}) => {
  return (spoiled: Answer) =>
    Object.assign(spoiled, { status, body, headers: { 'content-type': 'text/html', ...headers } });
};
const lead = (location: string) => answer(302, '', { location });

/** Changes the HTML of the page of a reader who is logged in. */
const edit = (from: string | RegExp, to: string | ((found: string) => string)) =>
  onPage((page) => {
    if (page.body.includes('data-plenigo-checkout')) page.body = page.body.replace(from, to as string);
  });
const header = (name: string, value: string) => onPage(({ headers }) => Object.assign(headers, { [name]: value }));
const CSP = 'Content-Security-Policy';
const csp = (policy: string) => header(CSP.toLowerCase(), policy);
const inHead = (html: string) => edit('<head>', `<head>${html}`);
const both = (one: Spoil, other: Spoil) => (spoiled: Answer) => [one(spoiled), other(spoiled)];
const sdkAt = (host: string) =>
  edit(/src="http[^"]*plenigo_sdk/, `src="https://${host}/static_resources/javascript/C1/plenigo_sdk`);
const asText = (html: string) => html.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const say = (status: string) => onClick(answer(200, JSON.stringify({ status, text: 'No.' })));

/** By check: what is wrong, how it comes to be, what is said, and more arguments. */
const troubles: Record<string, [what: string, spoil: Spoil, says: RegExp, args?: string[]][]> = {
  Page: [
    ['is not there', onPage(answer(404)), /^fail .*status 404/],
    ['fails', onPage(answer(500)), /^fail .*status 500.*log/],
    ['refuses the reader', onPage((page) => Object.assign(page, { status: 402 })), /^warn .*402/],
    ['is none', onPage(answer(200, '{}', { 'content-type': 'application/json' })), /^fail .*no web page/],
    ['leads away', onPage(lead('https://sso.example/in?t=a-token')), /^fail .* away to https:\/\/sso\.example\/in\./],
  ],
  'Script tag': [
    ['is missing beside a button', edit(OWN_TAG, ''), /^fail .*buttons.*only plenigo.*Mount the router/],
    ['is missing', edit(/<(script|button)[\s\S]*(?=<\/body>)/, ''), /^fail It is not there\./],
    ['is in a comment', edit(OWN_TAG, '<!-- $& -->'), /^fail .*not there/],
    ['is for browsers without scripts', edit(OWN_TAG, '<noscript>$&</noscript>'), /^fail .*not there/],
    ['is escaped', edit(OWN_TAG, asText), /^fail .*as text.*<%-/],
    ['is well, but the button is escaped', edit(/<button.*<\/button>/, asText), /^fail .*as text/],
    ['is for a script loader', edit(OWN, `<script type="49ab-x"${OWN.slice(7)}`), /^fail .*49ab/],
    ['is a module', edit(OWN, `<script type="module"${OWN.slice(7)}`), /^fail .*module/],
    ['is far from its data', edit(OWN_TAG, '<p></p>$&'), /^fail .*right before/],
    ['is there twice', edit(OWN_TAG, '$&$&'), /^warn .*2 times/],
  ],
  Router: [
    ['is not there', onScript(answer(404)), /^fail .*status 404.*routerPath/],
    ['is behind a page for all addresses', onScript(answer(200)), /^fail Something else/],
    ['is behind the login', onScript(lead('/login')), /^fail .*leads elsewhere/],
    ['is elsewhere', inHead('<base href="http://127.0.0.1:1/">'), /^fail .*does not load/],
  ],
  Click: [
    ['is refused by the CSRF protection', onClick(answer(403)), /^fail .*CSRF.*behind session/],
    ['is led to the login', onClick(lead('/login')), /^fail .*led elsewhere/],
    ['is answered by something else', onClick(answer(200)), /^fail Something else.*200/],
    ['comes before the login', say('anonymous'), /^fail .*router does not\. → Mount/],
    ['comes from another origin', say('cross-origin'), /^fail .*baseUrl/],
    ['meets a failing site', say('unavailable'), /^warn .*log/],
  ],
  'plenigo’s script': [
    ['is missing', edit(SDK_TAG, ''), /^fail .*not there/],
    ['is there twice', edit(SDK_TAG, '$&$&'), /^fail .*twice/],
    [
      'holds the page up',
      both(edit(SDK_TAG, ''), inHead('<script src="/plenigo_sdk.js"></script>')),
      /^warn .*before ours/,
    ],
    ['is of another company', sdkAt('static.plenigo.com'), /^fail .*company C1, not for C2/, ['--company', 'C2']],
    ['is of the test system', sdkAt('static.plenigo-stage.com'), /^warn .*stage/, ['--company', 'C1']],
    ['is of no live system', sdkAt('static.plenigo-stage.com'), /^fail .*stage/, ['--environment', 'live']],
    ['is live, not on stage', sdkAt('static.plenigo.com'), /^fail .*live/, ['--environment', 'stage']],
  ],
  'Security policy': [
    ['leaves plenigo out', csp("script-src 'self'"), /^fail script-src blocks plenigo’s script/],
    ['leaves the click out', csp('script-src http:; connect-src https:'), /^fail connect-src blocks what a click/],
    ['allows nothing', csp("default-src 'none'"), /default-src blocks the script of this package/],
    ['leaves the checkout out', csp("frame-src 'self'"), /^fail frame-src blocks the checkout/],
    ['wants a nonce', csp("script-src 'nonce-abc' 'strict-dynamic' http:"), /^fail script-src/],
    ['stands in the page', inHead(`<meta http-equiv="${CSP}" content="frame-src &#39;none&#39;">`), /^fail frame-src/],
    ['is the second of two', csp("script-src *, script-src 'self'"), /^fail script-src blocks plenigo/],
    [
      'forbids the inline snippet',
      both(
        edit('<main>', '<main><button onclick="plenigo.checkout({})">'),
        csp("script-src * 'unsafe-inline' 'nonce-a'"),
      ),
      /script-src blocks the snippet.*buyButton/,
    ],
    ['lets through', csp("script-src 'self' http:; connect-src *; frame-src http://127.0.0.1:*/"), /^ok /],
    ['lets through by default', csp("default-src 'self' http://127.0.0.1:*"), /^ok /],
    ['lets through by name', csp("default-src 'none'; script-src-elem *; connect-src http:; frame-src *"), /^ok /],
    ['shuts others out', header('cross-origin-embedder-policy', 'require-corp'), /^fail Cross-Origin-Embedder/],
  ],
  Caches: [
    ['may keep a personal page', header('cache-control', 'public, max-age=60'), /^fail .*lets a cache keep it/],
    ['are told nothing', onPage(({ headers }) => delete headers['cache-control']), /^fail .*no Cache-Control/],
    ['have a header of their own', header('surrogate-control', 'max-age=60'), /^fail .*surrogate-control/],
    ['have kept a personal page', header('x-cache', 'HIT from edge'), /^fail .*out of a cache/],
    ['have kept one for a while', header('age', '7'), /^fail .*out of a cache/],
    [
      'take the open page for everybody’s',
      (spoiled) => spoiled.body.includes('data-plenigo-checkout') || header('cache-control', 'max-age=60')(spoiled),
      /^warn .*no Vary/,
    ],
  ],
};

describe('doctor --page', () => {
  let stand: Awaited<ReturnType<typeof openNewsstand>>;
  let proxy: Awaited<ReturnType<typeof listen>>;
  let spoil: Spoil;
  let cookie: string;

  before(async () => {
    stand = await openNewsstand();
    proxy = await listen(async (req, res) => {
      const { host: _host, connection: _connection, ...headers } = req.headers as Record<string, string>;
      const isPost = req.method === 'POST';
      const sent = isPost && { method: 'POST', body: Buffer.concat(await req.toArray()) };
      const answered = await fetch(`${stand.url}${req.url}`, { headers, redirect: 'manual', ...sent });
      const { 'content-length': _length, ...own } = Object.fromEntries(answered.headers);
      const page = { path: req.url ?? '', isPost, status: answered.status, headers: own, body: await answered.text() };
      spoil(page);
      res.writeHead(page.status, page.headers).end(page.body);
    });
    cookie = cookieOf(await fetch(`${stand.url}/login/ada`, { redirect: 'manual' }));
  });
  after(async () => {
    await proxy.close();
    await stand.close();
  });

  const look = (args: string[] = []) => examine(`${proxy.url}${ARTICLE}`, { args, env: { cookie } });

  for (const [check, ways] of Object.entries(troubles)) {
    for (const [what, spoilPage, says, args] of ways) {
      it(`tells when this ${what}: ${check}`, async () => {
        spoil = spoilPage;
        const { code, output, findings } = await look(args);
        expect(findings[check]).to.match(says);
        expect(code).to.equal(/^fail/m.test(Object.values(findings).join('')) ? 1 : 0);
        expect(output).not.to.include('a-token');
      });
    }
  }

  it('is content with the page of a reader who has just bought it, which needs nothing of plenigo’s', async () => {
    spoil = () => {};
    const login = await fetch(`${stand.url}/login/bo`, { redirect: 'manual' });
    const env = { cookie: `${cookieOf(login)}; plenigo_bought=1` };
    expect((await examine(`${proxy.url}${ARTICLE}`, { env })).findings.Click).to.match(/^ok /);
    stand.sandbox.buy({ externalUserId: 'bo' }, 'ARTICLE-1');
    const { code, findings } = await examine(`${proxy.url}${ARTICLE}`, { env });
    expect(findings).to.not.have.property('Click');
    expect(findings['plenigo’s script']).to.include('nothing on this page needs it');
    expect([code, findings.Caches]).to.deep.equal([0, 'ok No cache may keep this page, which is for one reader. → \n']);
  });

  it('sends the cookie to the site alone', async () => {
    const seen: unknown[] = [];
    const other = await listen((req, res) => {
      seen.push(req.headers.cookie);
      res.end();
    });
    spoil = edit('<head>', `<head><base href="${other.url}/">`);
    await look();
    await other.close();
    expect(seen).to.deep.equal([undefined]);
  });

  it('shows nobody the cookie, even where the page does', async () => {
    const value = cookie.slice(cookie.indexOf('=') + 1);
    spoil = edit(OWN, `<script type="${value}"${OWN.slice(7)}`);
    for (const args of [[], ['--cookie', `Cookie: a=b; ${cookie}`]]) {
      const { output, findings } = await look(args);
      expect(findings['Script tag']).to.include('“…”');
      expect(output).not.to.include(value);
    }
  });
});
