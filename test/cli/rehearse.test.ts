// `express-plenigo rehearse`: which reading of plenigo's documents holds, on sandboxes that read them differently; and what it leaves alone.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { run } from '../../lib/cli/run.js';
import { type Sandbox, type SandboxReading, startSandbox } from '../../lib/sandbox/index.js';
import { READINGS } from '../../lib/sandbox/v3/readings.js';
import { openSession } from './io.js';

/** What is said in a sandbox that reads the documents the other way, and before that in the usual one. */
const said: Readonly<Record<SandboxReading, readonly [check: string, otherwise: RegExp, usual: RegExp] | undefined>> = {
  'known-address-answered': ['A known address', /status 208/, /status 400: errorCode 20007/],
  'update-keeps': ['An update of one field', /is kept\.$/, /is forgotten/],
  'second-id-refused': ['A second user id', /errorCode 20054; the first one stays/, /status 200; the first one stays/],
  'search-loose': ['The search by address', /finds more/, /is exact/],
  'ids-raw-in-paths': ['A user id with a slash', /in a path: status 404/, /in a path: status 200/],
  'address-answers-customer': ['A new address', /with the customer;/, /with a list;/],
  'access-late': ['A right that is given', /after [\d.]+ s/, /at once/],
  'rights-listed': ['A right that nobody has', /is listed/, /is not listed/],
  'right-unknown': ['A right that nobody has', /status 404, errorCode 21404/, /status 200/],
  'rights-limited': ['Twenty rights in one call', /refused.*let no page ask for so many/, /are answered/],
  'blocked-denied': ['A blocked customer', /accessGranted undefined; .* shut/, /accessGranted true; .* shut/],
  'grant-changes': ['The same right again', /taken away/, /is kept/],
  'removal-later': ['A right that is taken', /^Promised/, /^Done/],
  // A rehearsal hears no callbacks.
  'events-reversed': undefined,
  'undo-named': undefined,
};

describe('the command rehearse', () => {
  let sandbox: Sandbox | undefined;
  afterEach(() => sandbox?.close());

  async function rehearse(args: string[], otherwise: SandboxReading[] = []) {
    sandbox = await startSandbox({
      products: { PLUS: { title: 'Plus', price: 9.9, currency: 'EUR', subscription: 'month' } },
      otherwise,
    });
    const { options, v3 } = sandbox;
    const session = openSession({ env: args.includes('v3') ? v3.options : options });
    const code = await run(['rehearse', '--product', 'PLUS', ...args], session.io);
    const text = session.printed() + session.complaints();
    for (const hidden of [options.secret, v3.options.apiToken, '@example', ...sandbox.tokens.map(({ token }) => token)])
      expect(text).not.to.include(hidden);
    return { code, text };
  }
  async function findings(args: string[], otherwise?: SandboxReading[]) {
    const { code, text } = await rehearse([...args, '--json'], otherwise);
    const { ok, customerIds, findings: found } = JSON.parse(text);
    expect(ok).to.equal(code === 0);
    expect(
      sandbox?.customers.map(({ customerId }) => customerId),
      'who is left behind',
    ).to.deep.equal(customerIds);
    const wrong = found.filter(({ level }: { level: string }) => level !== 'ok');
    const texts = new Map<string, string>(
      found.map(({ check, text: words }: Record<string, string>) => [check, words]),
    );
    return { code, texts, wrong: wrong.map(({ check }: { check: string }) => check) };
  }

  for (const [name, row] of Object.entries(said) as [SandboxReading, (typeof said)[SandboxReading]][]) {
    it(`says whether ${READINGS[name]}`, async () => {
      const fails = name === 'rights-limited';
      for (const isOther of [true, false]) {
        const seen = await findings(['--api', 'v3', '--offer', 'O_PLUS'], isOther ? [name] : []);
        if (row) expect(seen.texts.get(row[0])).to.match(row[isOther ? 1 : 2]);
        expect(seen.wrong).to.deep.equal(isOther && fails ? [row?.[0]] : []);
        await sandbox?.close();
      }
    });
  }

  for (const [api, checks] of [
    ['v2', 11],
    ['v3', 21],
  ] as const) {
    it(`tries what a site relies on with API ${api}, tells of it, and buys nothing`, async () => {
      const { code, text } = await rehearse(['--api', api, ...(api === 'v3' ? ['--offer', 'O_PLUS'] : [])]);
      expect([code, text.match(/^ok /gm)?.length]).to.deep.equal([0, checks]);
      expect(text).to.match(/All is well\.$/);
      const sold = sandbox?.v3.purchases.filter(({ orderId }) => orderId !== undefined);
      expect(sold).to.deep.equal([]);
    });
  }

  for (const [what, api, faults, wrong, isHopeless] of [
    ['no customer is made', 'v3', [{ call: 'createCustomer', status: 503, times: 9 }], /^New.* out of service/, true],
    ['nobody is found', 'v3', [{ call: 'searchCustomers', body: {} }], /^The search.* does not find/, false],
    [
      'there is no closed user group',
      'v2',
      [{ call: 'createLoginToken', status: 403 }],
      /^New.* closed user group/,
      true,
    ],
    [
      'a known address is somebody’s key',
      'v2',
      [
        { call: 'registerUser', times: 2 },
        { call: 'registerUser', body: { customerId: '1' } },
      ],
      /^A known address .*whoever it is/,
      false,
    ],
  ] as const) {
    it(`says that ${what}, with API ${api}, and goes on where there are customers`, async () => {
      sandbox = await startSandbox();
      for (const fault of faults) sandbox.inject(fault);
      const session = openSession({ env: api === 'v2' ? sandbox.options : sandbox.v3.options, columns: 1000 });
      expect(await run(['rehearse'], session.io)).to.equal(1);
      const told = session
        .printed()
        .split('\n\n')
        .map((each) => each.replace(/\s+/g, ' '));
      expect(told.filter((each) => each.startsWith('WRONG')).map((each) => each.slice(6))).to.have.length(1);
      expect(told.find((each) => each.startsWith('WRONG'))?.slice(6)).to.match(wrong);
      expect(told.at(-1)).to.equal('One thing is wrong.');
      const untried = told.filter((each) => each.endsWith('Not tried: there are no new customers.'));
      expect(untried.length > 0).to.equal(isHopeless);
    });
  }

  it('does nothing without --yes but to a sandbox of this machine, and nothing at all on live', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    // This machine by another name.
    const elsewhere = `https://0.0.0.0:${(server.address() as AddressInfo).port}/api/v3.0`;
    for (const [args, complaint, tried] of [
      [['--api-url', elsewhere], /With --yes, two customers are made[\s\S]*\n {2}A known address\n/, false],
      [[], /made at https:\/\/api\.plenigo-stage\.com\/api\/v3\.0 /, false],
      [['--environment', 'live', '--yes'], /not for live/, false],
      [['--api-url', 'https://api.frisbii-media.com/api/v3.0', '--yes'], /not for live/, false],
      [['--environment', 'moon'], /--environment: got/, false],
      [['--api-url', elsewhere, '--yes'], /^$/, true],
    ] as const) {
      const session = openSession({ env: { companyId: 'c', apiToken: 'the-token' } });
      expect(await run(['rehearse', ...args], session.io)).to.equal(1);
      expect(session.complaints()).to.match(complaint);
      expect(session.printed() + session.complaints()).not.to.include('the-token');
      expect([session.printed() !== '', connections > 0]).to.deep.equal([tried, tried]);
    }
    server.close();
  });
});
