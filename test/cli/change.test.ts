// `express-plenigo grant` and `revoke`: what the desk gives and takes, that somebody agrees first, and what a program is told.
import { expect } from 'chai';
import { run } from '../../lib/cli/run.js';
import { PlenigoClient as V3Client } from '../../lib/v3/client.js';
import { clientOf, useSandbox } from '../sandbox/support.js';
import { openSession } from './io.js';

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
