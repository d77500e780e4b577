// The table of statuses: what each kind of reader may do, at every door, for GET as for HEAD, and whether a cache may share it.
import { expect } from 'chai';
import type { RequestHandler } from 'express';
import { renderAttributes } from '../../lib/base/escape.js';
import type { PlenigoLocals } from '../../lib/page/locals.js';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { onBothApis } from '../support/apis.js';
import { PUBLIC } from '../support/caching.js';
import { ada, useWorld, type World } from './world.js';

/** What a page that is built in the browser needs is in the JSON of the locals, with attributes fit for `setAttribute` and JSX. */
function expectData(locals: PlenigoLocals): void {
  const data: PlenigoLocals = JSON.parse(JSON.stringify(locals));
  const { status, access, bought } = locals;
  expect(data).to.include({ status, access, bought });
  const tags = data.scripts.map(
    ({ attributes, text = '' }) => `<script${renderAttributes(attributes)}>${text}</script>`,
  );
  expect(tags.join('\n')).to.equal(locals.scriptTag).and.include('defer');
  const buttons = data.offers.map(({ button }) => button);
  expect(buttons).to.have.length(status === 'ready' ? 1 : 0);
  if (status !== 'ready') {
    // Nothing to log in or buy with.
    expect(data).to.have.all.keys('status', 'access', 'bought', 'offers', 'scriptTag', 'scripts');
    expect(locals.buyButton('Buy')).to.equal('');
  }
  for (const { attributes } of [...data.scripts, ...buttons]) {
    for (const value of Object.values(attributes))
      expect(value).to.satisfy((it: unknown) => it === `${it}` || it === true);
  }
  for (const { attributes } of buttons)
    expect(locals.buyButton('Buy')).to.include(`<button${renderAttributes(attributes)} `);
}

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

interface Kind {
  /** Nobody, if absent. */
  user?: object;
  options?: Partial<PlenigoOptions>;
  prepare?: (world: World) => void;
  /** What the product function answers. Default: a product. */
  product?: undefined;
  status: string;
  /** Where a page finds out nothing that only a click needs. Default: the same. */
  inClickMode?: string;
  access: boolean;
  /** What `requireAccess` answers. */
  gate: number;
  /** Default: that of the article. */
  account?: string;
  isPersonal?: boolean;
}

const asCustomer = (world: World) => world.addBuyer([]);
const asBuyer = (world: World) => world.addBuyer(['ARTICLE']);
const times = Number.POSITIVE_INFINITY;

const opens = { access: true, gate: 200 };
const isShut = { access: false, gate: 402 };
const fails = { status: 'unavailable', access: false, gate: 503 };
const free = { product: undefined, status: 'free', ...opens, isPersonal: false };
const needsProof = { options: { requireVerifiedEmail: true } };

const kinds: Record<string, Kind> = {
  'nobody who is logged in': { status: 'anonymous', access: false, gate: 401, isPersonal: false },
  'nobody, where nothing is for sale': { ...free, account: 'anonymous' },
  'a reader where nothing is for sale': { user: ada, ...free, account: 'ready' },
  'a reader who is new to plenigo': { user: ada, status: 'ready', ...isShut },
  'a customer': { user: ada, prepare: asCustomer, status: 'ready', ...isShut },
  'a buyer': { user: ada, prepare: asBuyer, status: 'bought', ...opens, account: 'ready' },
  'a buyer without an e-mail address': {
    ...{ user: { id: ada.id }, prepare: asBuyer, status: 'bought', ...opens, account: 'email-missing' },
  },
  'a reader without an e-mail address': { user: { id: 'nameless' }, status: 'email-missing', ...isShut },
  'a reader whose e-mail address is null': {
    user: { id: 'nameless', email: null },
    status: 'email-missing',
    ...isShut,
  },
  'a reader with an unverified address, with requireVerifiedEmail': {
    ...{ user: ada, ...needsProof, status: 'email-missing', ...isShut },
  },
  'a reader with a verified address, with requireVerifiedEmail': {
    ...{ user: { ...ada, emailVerified: true }, ...needsProof, status: 'ready', ...isShut },
  },
  'a reader whose address is another customer’s': {
    user: ada,
    prepare: ({ sandbox }) => sandbox.addCustomer({ email: ada.email }),
    ...{ status: 'email-conflict', inClickMode: 'ready', account: 'email-conflict', ...isShut },
  },
  'a reader while plenigo is down': {
    user: ada,
    prepare: ({ sandbox }) => sandbox.inject({ status: 503, times }),
    ...fails,
  },
  'a customer behind a firewall that refuses us with a page of its own': {
    user: ada,
    prepare(world) {
      asCustomer(world);
      world.sandbox.inject({ call: world.api.calls.access, status: 403, body: '<html>Request blocked</html>', times });
    },
    ...fails,
    account: 'ready',
  },
  'a user whom plenigo cannot have': { user: { id: {}, email: ada.email }, ...fails },
};

onBothApis('the status of', (api) => {
  const world = useWorld(api);
  const isClick = api.name === 'v3';

  for (const [name, kind] of Object.entries(kinds)) {
    const { user, access, gate, account = kind.status, isPersonal = true } = kind;
    const status = (isClick && kind.inClickMode) || kind.status;

    it(`${name} is ${status}, at every door and for HEAD as for GET`, async () => {
      const plenigo = world.plenigo({ baseUrl: 'https://news.example', ...kind.options });
      kind.prepare?.(world);
      const seen: unknown[] = [];
      const show: RequestHandler = (_req, res) => {
        const { plenigo: locals, plenigoAccount } = res.locals;
        if (locals) expectData(locals);
        seen.push(locals ? [locals.status, locals.access, locals.bought] : plenigoAccount?.status);
        res.set('Cache-Control', PUBLIC).send('the page');
      };
      const product = () => ('product' in kind ? kind.product : api.product('ARTICLE'));
      const pages: Record<string, RequestHandler | RequestHandler[]> = {
        '/article': [plenigo.checkout(product), show],
        '/loaded': async (req, res, next) => {
          const locals = await plenigo.standing(req, res, product);
          expect(locals).to.equal(res.locals.plenigo);
          show(req, res, next);
        },
        '/archive': [plenigo.requireAccess(product), show],
        '/account': [api.account(plenigo), show],
      };
      const visit = await world.pages(pages, { before: [plenigo.router()] });
      const open = async (path: string, headers = {}) => {
        const answers: unknown[] = [];
        for (const method of ['get', 'head'] as const) {
          seen.length = 0;
          const answer = await visit(path, { user: user ?? null, method, headers }).redirects(0);
          const caching = answer.headers['cache-control'];
          answers.push([answer.status, caching === PUBLIC ? 'public' : caching, ...seen]);
        }
        expect(answers[1], `HEAD ${path}`).to.deep.equal(answers[0]);
        return answers[0];
      };
      const caching = isPersonal ? 'private, no-store' : 'public';
      const locals = [status, access, status === 'bought'];
      expect(await open('/article')).to.deep.equal([200, caching, locals]);
      expect(await open('/loaded'), 'by standing()').to.deep.equal([200, caching, locals]);
      const passed = [200, caching, locals];
      const refused = [gate, 'private, no-store'];
      expect(await open('/archive'), 'a program').to.deep.equal(access ? passed : refused);
      expect(await open('/archive', html), 'a browser').to.deep.equal(access ? passed : refused);
      expect(await open('/account')).to.deep.equal([
        200,
        account === 'anonymous' ? 'public' : 'private, no-store',
        account,
      ]);
    });
  }

  it('an unavailable plenigo counts for nobody who is not asked for: an anonymous reader, a free page', async () => {
    const plenigo = world.plenigo();
    world.sandbox.inject({ status: 503, times: Number.POSITIVE_INFINITY });
    const open = await world.pages({
      '/': plenigo.checkout(api.product('ARTICLE')),
      '/free': plenigo.checkout(async () => null as unknown as undefined),
    });
    expect((await open('/', { user: null })).body.status).to.equal('anonymous');
    expect([(await open('/free')).body.status, world.calls()]).to.deep.equal(['free', []]);
  });
});
