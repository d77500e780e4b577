/** Articles behind nginx and Varnish as `docs/examples` sets them up: they keep two versions and ask the site who may read. */

import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { serveArticles } from '../../docs/examples/edge.js';
import { listen } from '../support/listen.js';
import { type Newsstand, openNewsstand } from '../support/newsstand.js';
import { EDGE_SECRET, type Edge, startEdge } from './edges.js';

const ARTICLE = '/article/1';
const WHOLE = 'The whole article.';
const TEASER = 'The teaser. ';
const PRIVATE = 'private, no-store';

for (const program of ['nginx', 'varnishd'] as const) {
  describe(`articles behind ${program}`, function () {
    this.timeout(60_000);
    let stand: Newsstand;
    let edge: Edge;

    beforeEach(async () => {
      stand = await openNewsstand({ routes: (app, { plenigo }) => serveArticles(app, plenigo, EDGE_SECRET) });
      edge = await startEdge(program, new URL(stand.url).port);
    });
    afterEach(async () => {
      await edge?.close();
      await stand.close();
    });

    /** The cookie of a reader who has logged in, through the edge, and bought these. */
    async function logIn(reader: string, bought: readonly string[] = []): Promise<string> {
      const { headers } = await edge.open(`/login/${reader}`);
      const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
      stand.sandbox.addCustomer({ email: `${reader}@example.com`, externalUserId: reader });
      for (const id of bought) stand.sandbox.buy({ externalUserId: reader }, id);
      return bought.length > 0 ? `${cookie}; plenigo_buying=1` : cookie;
    }

    const visit = (cookie: string, path = ARTICLE) => edge.open(path, { headers: { cookie } });

    /** How often the site has made the page, rather than said who may read it. */
    const pagesMade = () => stand.visits.splice(0).filter((visit) => visit === `GET ${ARTICLE}`).length;

    it('are kept in two versions, each reader who may buy has a page of their own, and a purchase shows at once', async () => {
      const [ada, bo] = [await logIn('ada', ['ARTICLE-1']), await logIn('bo', ['ARTICLE-1'])];
      const [cy, di] = [await logIn('cy'), await logIn('di')];
      await Promise.all([visit(''), visit(ada)]);
      pagesMade();
      for (const cookie of [ada, bo, ada]) {
        const { body, headers } = await visit(cookie);
        expect(body).to.equal(WHOLE);
        expect(headers).to.include({ 'cache-control': PRIVATE }).and.not.have.any.keys('set-cookie', 'expires');
      }
      for (let count = 0; count < 3; count += 1) {
        const { body, headers } = await visit('');
        expect(body).to.equal(TEASER);
        expect(headers['cache-control']).to.equal(PRIVATE);
      }
      expect(pagesMade()).to.equal(0);
      const pages = [await visit(cy), await visit(di), await visit(cy)];
      const offers = pages.map(({ body }) => /data-plenigo-checkout="([^"]+)"/.exec(body)?.[1]);
      expect(new Set(offers)).to.have.length(2).and.not.include(undefined);
      for (const { body, headers } of pages) {
        expect(body).to.include(TEASER).and.not.include(WHOLE);
        expect(headers['cache-control']).to.equal(PRIVATE);
      }
      expect(pagesMade()).to.equal(3);
      expect((await visit('')).body).to.equal(TEASER);
      // The site remembers that "no" for half a minute, unless the reader has clicked on a buy button.
      stand.sandbox.buy({ externalUserId: 'cy' }, 'ARTICLE-1');
      expect((await visit(`${cy}; plenigo_buying=1`)).body).to.equal(WHOLE);
    });

    it('are whole for nobody but by the word of the route', async () => {
      const ada = await logIn('ada', ['ARTICLE-1']);
      const { headers: kept } = await visit(ada);
      expect((await visit('')).body).to.equal(TEASER);
      const tries: Record<string, Parameters<Edge['open']>[1]> = {
        'a forged cookie': { headers: { cookie: 'connect.sid=s%3Aada.forged; plenigo_buying=1; plenigo_bought=1' } },
        'the word of the route': { headers: { 'x-plenigo-access': 'whole' } },
        'the word of the edge': { headers: { 'x-plenigo-access': `whole ${EDGE_SECRET}` } },
        'what is left between two passes': { headers: { 'x-address': ARTICLE, 'x-plenigo-access': 'whole' } },
        'a part': { headers: { range: 'bytes=0-9999' } },
        'another address': { headers: { 'x-original-url': ARTICLE, 'x-accel-redirect': ARTICLE } },
        'the head alone': { method: 'HEAD' },
        'a form': { method: 'POST', headers: { 'x-http-method-override': 'GET', 'content-length': '0' } },
        'a condition': { headers: { 'if-none-match': String(kept.etag) } },
        'with a body': { headers: { 'content-length': '5' }, body: 'whole' },
        'any condition': { headers: { 'if-none-match': '*', 'if-modified-since': new Date().toUTCString() } },
        'no host': { headers: { host: '' } },
        'the word struck out on its way': { headers: { connection: 'close, x-plenigo-access, x-address' } },
      };
      const more =
        '/ARTICLE/1 /article/1/ //article/1 /article/2/../1 /article/%31 /article/1%20whole /edge/../article/1';
      const paths = [...more.split(' '), ARTICLE, `${ARTICLE}?version=whole`, '/edge/article/1', '/edge'];
      for (const [what, init] of Object.entries(tries)) {
        for (const path of paths) {
          const { body, headers } = await edge.open(path, init);
          expect(body, `${what}: ${path}`).not.to.include(WHOLE);
          expect(headers['content-length'], `${what}: ${path}`).not.to.equal(String(WHOLE.length));
          expect(headers.etag ?? '', `${what}: ${path}`).not.to.equal(kept.etag);
        }
      }
      for (const [index, [what, init]] of Object.entries(tries).entries()) {
        // Whoever asks first for an address must not decide what others get there.
        const address = `${ARTICLE}?unseen=${index}`;
        await edge.open(address, init);
        const { body } = await edge.open(address, { ...init, headers: { ...init?.headers, cookie: ada } });
        if (!/^an? |^any |^the head/.test(what)) expect(body, what).to.equal(WHOLE);
        expect([(await visit(ada, address)).body, (await visit('', address)).body], what).to.deep.equal([
          WHOLE,
          TEASER,
        ]);
      }
    });
  });

  describe(`a site that answers as no site should, behind ${program}`, function () {
    this.timeout(60_000);
    let answer: readonly [status: number, headers?: Record<string, string>];
    let site: Awaited<ReturnType<typeof listen>>;
    let edge: Edge;

    before(async () => {
      site = await listen((req, res) => {
        if (req.url?.startsWith('/edge')) return res.writeHead(...answer).end();
        const { cookie, authorization, host, 'x-plenigo-access': version } = req.headers;
        const isPersonal = cookie !== undefined || authorization !== undefined || host !== 'news.example';
        if (isPersonal) return res.writeHead(500).end();
        const isWhole = version === `whole ${EDGE_SECRET}`;
        return res.writeHead(200, { 'cache-control': 'public, max-age=1' }).end(isWhole ? WHOLE : TEASER);
      });
      edge = await startEdge(program, new URL(site.url).port);
    });
    after(async () => {
      await edge?.close();
      await site.close();
    });

    const says = { 'x-plenigo-access': 'whole' };
    for (const [what, ...wrong] of [
      ['the page of an app that answers every address', 200],
      ['the same, with the word', 200, says],
      ['the way to a login', 302, { location: '/login' }],
      ['that somebody has to log in', 401, says],
      ['that somebody has to pay', 402],
      ['that this is a page of the reader’s own', 403, says],
      ['that there is no such page', 404],
      ['an error', 500, says],
    ] as const) {
      it(`opens nothing by a route that says ${what}`, async () => {
        answer = wrong;
        expect((await edge.open(`/article/${wrong[0]}`)).body).not.to.include(WHOLE);
      });
    }

    it('is stood in for by its teasers, however old they are, while it fails or is down', async () => {
      answer = [204, says];
      const headers = { cookie: 'connect.sid=ada', authorization: 'Bearer ada' };
      expect((await edge.open(ARTICLE, { headers })).body).to.equal(WHOLE);
      answer = [204];
      expect((await edge.open(ARTICLE)).body).to.equal(TEASER);
      answer = [500];
      expect(await edge.open(ARTICLE)).to.include({ status: 200, body: TEASER });
      await site.close();
      // The edge's clock is its own: what it keeps for a second is old after two.
      await pause(2000);
      for (const count of [1, 2, 3]) {
        expect(await edge.open(ARTICLE), `${count}`).to.include({ status: 200, body: TEASER });
      }
      expect((await edge.open('/article/unseen')).status).to.be.oneOf([502, 503]);
    });
  });
}
