// `express-plenigo reader`, `grant` and `revoke`: what support needs to know, and what the desk gives and takes.
import { expect } from 'chai';
import { run } from '../../lib/cli/run.js';
import { PlenigoClient as V3Client } from '../../lib/v3/client.js';
import { clientOf, useSandbox } from '../sandbox/support.js';
import { openSession } from './io.js';

describe('the command reader', () => {
  const sandbox = useSandbox({
    products: {
      PLUS: { title: 'Plus', price: 9, currency: 'EUR', subscription: 'month' },
      'ARTICLE-1': { title: 'An article', price: 1, currency: 'EUR' },
    },
    now: () => Date.UTC(2026, 10, 25, 16, 30),
  });

  async function ask(args: string[], env = {}) {
    const session = openSession({ env: { ...sandbox().options, ...env } });
    const code = await run(['reader', ...args], session.io);
    const { secret } = sandbox().options;
    const { apiToken } = sandbox().v3.options;
    expect(session.printed() + session.complaints())
      .not.to.include(secret)
      .and.not.include(apiToken);
    return { code, printed: session.printed(), complaints: session.complaints() };
  }

  it('says what a reader has bought, since when and until when', async () => {
    sandbox().addCustomer({ email: 'ada@news.example', externalUserId: 'github:7' });
    sandbox().buy({ externalUserId: 'github:7' }, 'PLUS');
    sandbox().buy({ externalUserId: 'github:7' }, 'ARTICLE-1');
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
    expect(sandbox().requests.map(({ call }) => call)).to.deep.equal(['productsBought', 'productsBought']);
  });

  it('says that nothing is listed, which leaves open whether plenigo knows the user', async () => {
    const { code, printed } = await ask(['ada']);
    expect(code).to.equal(0);
    expect(printed).to.equal('plenigo lists nothing for ada: nothing is bought, or plenigo knows no such user.');
    expect(sandbox().customers).to.deep.equal([]);
  });

  it('says in one line why it cannot say anything, in the words of the command line', async () => {
    for (const [args, env, words] of [
      [['ada'], { secret: 'wrong' }, 'company id or secret is wrong'],
      [['ada'], { secret: undefined }, 'PLENIGO_SECRET is not set.'],
      [['ada', '--api', 'v3'], { apiToken: 'a', apiUrl: sandbox().v3.options.apiUrl }, 'company id or secret is wrong'],
      [['ada', '--environment', 'moon'], {}, '(--environment: got'],
      [[''], {}, 'externalUserId'],
    ] as const) {
      const { code, printed, complaints } = await ask([...args], env);
      expect([code, printed]).to.deep.equal([1, '']);
      expect(complaints).to.include(words).and.not.include('\n');
    }
  });

  it('lists the access rights, subscriptions and orders of API v3, by the user id or the customer id', async () => {
    const { customerId } = sandbox().addCustomer({ email: 'ada@news.example', externalUserId: 'github:7' });
    sandbox().buy({ externalUserId: 'github:7' }, 'PLUS');
    const v3 = { secret: undefined, ...sandbox().v3.options };
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
    sandbox().inject({ call: 'subscriptions', status: 401 });
    expect((await ask(['github:7'], v3)).printed).to.include('Subscriptions\n  not read, because the token may not');
    const json = JSON.parse((await ask(['--json', 'github:7'], v3)).printed);
    expect(json).to.deep.include({ userId: 'github:7', customerId, customerBlocked: false });
    expect(json.accessRights[0]).to.include({ accessRightUniqueId: 'PLUS', blocked: false });
    expect((await ask(['bob'], v3)).printed).to.equal('plenigo lists nothing for bob: plenigo knows no such user.');
  });
});

const ada = { externalUserId: 'github:7' };

for (const api of ['v2', 'v3'] as const) {
  describe(`the commands grant and revoke, API ${api}`, () => {
    const sandbox = useSandbox({ now: () => Date.UTC(2027, 0, 1) });
    beforeEach(() => sandbox().addCustomer({ ...ada, customerId: '480015', email: 'ada@reader.example' }));

    async function order(args: string, agrees = false) {
      const { options, v3 } = sandbox();
      const session = openSession({ env: api === 'v2' ? options : { ...v3.options, secret: undefined }, agrees });
      const code = await run(args.split(' '), session.io);
      const said = { code, printed: session.printed(), complaints: session.complaints() };
      expect(JSON.stringify(said)).not.to.include(options.secret).and.not.include(v3.options.apiToken);
      return { ...said, questions: session.questions };
    }
    const has = (id: string) =>
      api === 'v2'
        ? clientOf(sandbox()).hasUserBought(ada, id)
        : new V3Client(sandbox().v3.options).hasAccess('480015', id);
    const calls = () => sandbox().requests.splice(0).length;

    it('give and take once somebody agrees, who is told what and where', async () => {
      const refused = await order('grant github:7 PLUS PRINT --until 2027-01-31');
      expect([refused.code, refused.printed, calls()]).to.deep.equal([1, '', 0]);
      expect(refused.questions[0]).to.match(/^Give PLUS, PRINT to github:7, until 2027-01-31, at http:.+\?$/);
      expect(refused.complaints).to.include('--yes');
      const given = await order('grant github:7 PLUS PRINT --until 2027-01-31', true);
      expect([given.code, given.printed]).to.deep.equal([0, 'PLUS: given\nPRINT: given']);
      sandbox().clock.advance(31 * 86_400_000 - 2000);
      expect([await has('PLUS'), await has('PRINT')]).to.deep.equal([true, true]);
      sandbox().clock.advance(2000);
      expect(await has('PLUS')).to.equal(false);
    });

    it('ask nobody with --yes, and tell a program what was done', async () => {
      const given = await order('grant github:7 PLUS --yes --json');
      expect(given.questions).to.deep.equal([]);
      const told = { command: 'grant', userId: 'github:7', until: null, results: [{ id: 'PLUS', result: 'given' }] };
      expect(JSON.parse(given.printed)).to.deep.equal(told);
      const again = await order('grant github:7 PLUS --yes');
      expect(again.code).to.equal(0);
      if (api === 'v3') expect(again.printed).to.include('was there already');
      const taken = await order('revoke github:7 PLUS --yes');
      expect([taken.code, taken.printed, await has('PLUS')]).to.deep.equal([0, 'PLUS: taken', false]);
    });

    it('say what failed, and refuse what cannot be meant before anybody is asked', async () => {
      const unknown = await order('grant nobody PLUS --yes');
      expect(unknown.code).to.equal(1);
      expect(unknown.printed + unknown.complaints).to.match(/no such (customer|user)/);
      for (const args of [
        'grant github:7',
        'revoke',
        'grant a B --until 2027-02-30',
        'grant a B --until soon',
        'revoke a B --until 2027-01-01',
      ]) {
        const { code, questions } = await order(args, true);
        expect([code, questions], args).to.deep.equal([2, []]);
      }
    });
  });
}
