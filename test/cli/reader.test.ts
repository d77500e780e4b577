// `express-plenigo reader`: what support needs to know of a reader, and that it only reads.
import { expect } from 'chai';
import { run } from '../../lib/cli/run.js';
import { type Sandbox, startSandbox } from '../../lib/sandbox/index.js';
import { openSession } from './io.js';

describe('the command reader', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({
      products: {
        PLUS: { title: 'Plus', price: 9, currency: 'EUR', subscription: 'month' },
        'ARTICLE-1': { title: 'An article', price: 1, currency: 'EUR' },
      },
      now: () => Date.UTC(2026, 10, 25, 16, 30),
    });
  });
  afterEach(() => sandbox.close());

  async function ask(args: string[], env = {}) {
    const session = openSession({ env: { ...sandbox.options, ...env } });
    const code = await run(['reader', ...args], session.io);
    const { secret } = sandbox.options;
    const { apiToken } = sandbox.v3.options;
    expect(session.printed() + session.complaints())
      .not.to.include(secret)
      .and.not.include(apiToken);
    return { code, printed: session.printed(), complaints: session.complaints() };
  }

  it('says what a reader has bought, since when and until when', async () => {
    sandbox.addCustomer({ email: 'ada@news.example', externalUserId: 'github:7' });
    sandbox.buy({ externalUserId: 'github:7' }, 'PLUS');
    sandbox.buy({ externalUserId: 'github:7' }, 'ARTICLE-1');
    expect(await ask(['github:7'])).to.deep.equal({
      code: 0,
      complaints: '',
      printed: `plenigo lists for github:7:

Subscriptions
  PLUS (Plus), since 2026-11-25 16:30 UTC, until 2026-12-25 16:30 UTC

Single products
  ARTICLE-1 (An article), since 2026-11-25 16:30 UTC`,
    });
    const { printed } = await ask(['--json', 'github:7']);
    const [boughtAt, endsAt] = ['2026-11-25T16:30:00.000Z', '2026-12-25T16:30:00.000Z'];
    expect(JSON.parse(printed)).to.deep.equal({
      userId: 'github:7',
      subscriptions: [{ productId: 'PLUS', title: 'Plus', boughtAt, endsAt }],
      singleProducts: [{ productId: 'ARTICLE-1', title: 'An article', boughtAt }],
    });
    expect(sandbox.requests.map(({ call }) => call)).to.deep.equal(['productsBought', 'productsBought']);
  });

  it('says that nothing is listed, which leaves open whether plenigo knows the user', async () => {
    const { code, printed } = await ask(['ada']);
    expect(code).to.equal(0);
    expect(printed).to.equal('plenigo lists nothing for ada: nothing is bought, or plenigo knows no such user.');
    expect(sandbox.customers).to.deep.equal([]);
  });

  it('says in one line why it cannot say anything, in the words of the command line', async () => {
    for (const [args, env, words] of [
      [['ada'], { secret: 'wrong' }, 'company id or secret is wrong'],
      [['ada'], { secret: undefined }, 'PLENIGO_SECRET is not set.'],
      [['ada', '--api', 'v3'], { apiToken: 'a', apiUrl: sandbox.v3.options.apiUrl }, 'company id or secret is wrong'],
      [['ada', '--environment', 'moon'], {}, '(--environment: got'],
      [[''], {}, 'externalUserId'],
    ] as const) {
      const { code, printed, complaints } = await ask([...args], env);
      expect([code, printed]).to.deep.equal([1, '']);
      expect(complaints).to.include(words).and.not.include('\n');
    }
  });

  it('lists the access rights, subscriptions and orders of API v3, by the user id or the customer id', async () => {
    const { customerId } = sandbox.addCustomer({ email: 'ada@news.example', externalUserId: 'github:7' });
    sandbox.buy({ externalUserId: 'github:7' }, 'PLUS');
    const v3 = { secret: undefined, ...sandbox.v3.options };
    const right = 'PLUS, since 2026-11-25 16:30 UTC, until 2026-12-25 16:30 UTC';
    for (const id of ['github:7', customerId]) {
      const { code, complaints, printed } = await ask([id], v3);
      expect([code, complaints]).to.deep.equal([0, '']);
      expect(printed).to.include(
        `plenigo lists for ${id}:\n\nAccess rights of customer ${customerId}\n  ${right}\n\nSub`,
      );
      expect(printed).to.match(/Subscriptions\n {2}\d+ \(Plus\) active, since 2026-11-25 16:30 UTC/);
      expect(printed).to.match(/Orders\n {2}\d+ \(Plus\) 9 EUR, since 2026-11-25 16:30 UTC$/);
    }
    sandbox.inject({ call: 'subscriptions', status: 401 });
    expect((await ask(['github:7'], v3)).printed).to.include('Subscriptions\n  not read, because the token may not');
    const json = JSON.parse((await ask(['--json', 'github:7'], v3)).printed);
    expect(json).to.deep.include({ userId: 'github:7', customerId, customerBlocked: false });
    expect(json.accessRights[0]).to.include({ accessRightUniqueId: 'PLUS', blocked: false });
    expect((await ask(['bob'], v3)).printed).to.equal('plenigo lists nothing for bob: plenigo knows no such user.');
  });
});
