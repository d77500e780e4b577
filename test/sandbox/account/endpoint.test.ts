// The self-service page's requests: one login token a snippet, and changes that are real.
import { expect } from 'chai';
import { type Sandbox, type SandboxCustomer, startSandbox } from '../../../lib/sandbox/index.js';
import { type Answer, loginToken, postCheckout as post, send } from '../support.js';

/** `plenigo.Snippet` of the sandbox, and the parts of each. */
const SNIPPETS: Record<string, string[]> = {
  'personal-data': ['personal'],
  order: ['orders'],
  subscription: ['subscriptions'],
  'payment-methods': ['card', 'bank'],
  'address-data': ['billing', 'delivery'],
  'billing-address-data': ['billing'],
  'delivery-address-data': ['delivery'],
  'bank-account': ['bank'],
  'credit-card': ['card'],
  'personal-data-settings': ['language'],
  'personal-data-address': ['billing'],
  'personal-data-protection': ['consents'],
  'personal-data-social-media': ['social'],
  'personal-data-password': ['password'],
};

interface Section {
  id: string;
  kind: string;
  fields?: { name: string; value: string }[];
  entries?: { id: string; title: string; text: string; date?: number; badge?: { text: string } }[];
  add?: string;
}

describe('the requests of the self-service page', () => {
  const start = Date.UTC(2026, 0, 31, 12);
  let now: number;
  let sandbox: Sandbox;
  let ada: SandboxCustomer;

  beforeEach(async () => {
    now = start;
    sandbox = await startSandbox({
      now: () => now,
      products: {
        POST: { title: 'The Morning Post', price: 9.9, currency: 'EUR', subscription: true },
        YEARLY: { title: 'The Almanac', price: 99, currency: 'EUR', subscription: 'year' },
        STORY: { title: 'The long way home', price: 2.49, currency: 'EUR' },
      },
    });
    ada = sandbox.addCustomer({ email: 'ada@reader.example', firstName: 'Ada', name: 'Reed' });
  });
  afterEach(() => sandbox.close());

  const token = async () => {
    // The API token of the test is signed by the real clock.
    const customer = { customerId: ada.customerId };
    const before = now;
    now = Date.now();
    const value = await loginToken(sandbox, customer.customerId);
    now = before;
    return value;
  };

  async function open(snippetId: string) {
    const { json } = await post(sandbox, '/account/start', { snippetId, loginToken: await token() });
    const accountId = String(json?.accountId);
    const change = async (section: string, action: string, values: object = {}) =>
      post(sandbox, '/account/change', { accountId, section, action, values });
    return { json, sections: sectionsOf(json), change };
  }

  const sectionsOf = (json: Answer['json']) => (json?.sections ?? []) as Section[];
  const codeOf = ({ json }: Answer) => json?.code;

  for (const [snippetId, ids] of Object.entries(SNIPPETS)) {
    it(`show ${snippetId}`, async () => {
      const { json, sections } = await open(snippetId);
      expect(json?.step).to.equal('page');
      expect(sections.map(({ id }) => id)).to.deep.equal(ids);
    });
  }

  it('use up the login token', async () => {
    const loginToken = await token();
    const body = { snippetId: 'order', loginToken };
    expect((await post(sandbox, '/account/start', body)).json?.step).to.equal('page');
    expect(codeOf(await post(sandbox, '/account/start', body))).to.equal('login-token-used');
    expect(sandbox.tokens[0]?.used).to.equal(true);
    expect(sandbox.tokenFailures).to.deep.equal({ used: 1, expired: 0, unknown: 0 });
  });

  it('refuse a token that is too old, unknown, or not there', async () => {
    const loginToken = await token();
    now = Date.now() + 5 * 60_000 + 1000;
    const start = (value: unknown) => post(sandbox, '/account/start', { snippetId: 'order', loginToken: value });
    expect(codeOf(await start(loginToken))).to.equal('login-token-expired');
    expect(codeOf(await start('something'))).to.equal('login-token-unknown');
    expect(codeOf(await start(undefined))).to.equal('login-token-missing');
    expect(codeOf(await start({}))).to.equal('login-token-missing');
  });

  for (const snippetId of ['ORDER', 'constructor', '', undefined, ['order']]) {
    it(`refuse ${JSON.stringify(snippetId)} as a snippet, and leave the token alone`, async () => {
      const loginToken = await token();
      const answer = await post(sandbox, '/account/start', { snippetId, loginToken });
      expect(codeOf(answer)).to.equal('snippet-unknown');
      expect(sandbox.tokens[0]?.used).to.equal(false);
    });
  }

  it('change the name of the customer', async () => {
    const { sections, change } = await open('personal-data');
    expect(sections[0]?.fields?.map(({ name, value }) => [name, value])).to.deep.equal([
      ['firstName', 'Ada'],
      ['name', 'Reed'],
      ['email', 'ada@reader.example'],
    ]);
    const { json } = await change('personal', 'save', {
      firstName: ' Augusta ',
      name: 'King',
      email: 'x@y.z',
    });
    expect(json?.said).to.include('saved');
    expect(ada).to.include({ firstName: 'Augusta', name: 'King', email: 'ada@reader.example' });
    expect(sectionsOf(json)[0]?.fields?.[0]?.value).to.equal('Augusta');
  });

  it('say which field has to be corrected, and change nothing', async () => {
    const { change } = await open('personal-data');
    const { json } = await change('personal', 'save', { firstName: 'Eve', name: 'x'.repeat(101) });
    expect(json).to.include({ step: 'error', code: 'field-invalid', field: 'name' });
    expect(ada).to.include({ firstName: 'Ada', name: 'Reed' });
  });

  it('change the language, and refuse one that is not offered', async () => {
    ada.language = 'pt';
    const { sections, change } = await open('personal-data-settings');
    expect(sections[0]?.fields?.[0]?.value).to.equal('pt');
    expect((await change('language', 'save', { language: 'pt' })).json?.step).to.equal('page');
    await change('language', 'save', { language: 'de' });
    expect(ada.language).to.equal('de');
    expect(codeOf(await change('language', 'save', { language: 'xx' }))).to.equal('field-invalid');
  });

  it('keep two addresses apart, and keep them for the next visit', async () => {
    const { change } = await open('address-data');
    const home = { street: 'Pier 7', postcode: '20457', city: 'Hamburg', country: 'DE' };
    await change('billing', 'save', home);
    const { json } = await change('delivery', 'save', { ...home, street: 'Office 9', country: 'CH' });
    expect(sectionsOf(json).map(({ fields }) => fields?.[0]?.value)).to.deep.equal(['Pier 7', 'Office 9']);
    const { sections } = await open('delivery-address-data');
    expect(sections[0]?.fields?.map(({ value }) => value)).to.deep.equal(['Office 9', '20457', 'Hamburg', 'CH']);
    const missing = await change('billing', 'save', { ...home, city: ' ' });
    expect(missing.json).to.include({ code: 'field-invalid', field: 'city' });
    const nowhere = await change('billing', 'save', { ...home, country: 'Atlantis' });
    expect(nowhere.json).to.include({ code: 'field-invalid', field: 'country' });
  });

  it('list orders, the newest first, with what was paid', async () => {
    sandbox.buy({ customerId: ada.customerId }, 'STORY');
    now += 1000;
    sandbox.buy({ customerId: ada.customerId }, 'WITHOUT-A-TITLE');
    const { sections } = await open('order');
    expect(sections[0]?.entries).to.deep.equal([
      { id: '1', title: 'Product WITHOUT-A-TITLE', date: start + 1000, text: '{date} · WITHOUT-A-TITLE' },
      {
        id: '0',
        title: 'The long way home',
        amount: 2.49,
        currency: 'EUR',
        date: start,
        text: '{date} · STORY',
      },
    ]);
  });

  it('cancel a subscription, which stays bought until it ends, and resume it', async () => {
    sandbox.buy({ customerId: ada.customerId }, 'STORY');
    sandbox.buy({ customerId: ada.customerId }, 'POST');
    sandbox.buy({ customerId: ada.customerId }, 'YEARLY');
    const { sections, change } = await open('subscription');
    const entry = (json: Answer['json'], title: string) =>
      sectionsOf(json)[0]?.entries?.find((found) => found.title === title);
    expect(sections[0]?.entries?.map(({ title }) => title)).to.deep.equal(['The Almanac', 'The Morning Post']);
    expect(sections[0]?.entries?.[1]).to.deep.include({
      text: 'Renews on {date}',
      badge: { text: 'Active', tone: 'good' },
      interval: 'month',
      // The 31st of January and a month.
      date: Date.UTC(2026, 1, 28, 12),
    });
    expect(sections[0]?.entries?.[0]?.date).to.equal(Date.UTC(2027, 0, 31, 12));

    const { json } = await change('subscriptions', 'cancel', { id: '1' });
    expect(entry(json, 'The Morning Post')).to.deep.include({ text: 'Ends on {date}' });
    expect(entry(json, 'The Almanac')?.badge?.text).to.equal('Active');
    expect(ada.purchases).to.have.length(3);

    const resumed = await change('subscriptions', 'resume', { id: '1' });
    expect(entry(resumed.json, 'The Morning Post')?.badge?.text).to.equal('Active');
    // An order that is no subscription, and one that is not there.
    for (const id of ['0', '9', undefined]) {
      expect(codeOf(await change('subscriptions', 'cancel', { id }))).to.equal('request-refused');
    }
  });

  it('know the card of those who have paid, and add and remove test cards and accounts only', async () => {
    const { sections, change } = await open('payment-methods');
    expect(sections.map(({ entries }) => entries)).to.deep.equal([[], []]);
    expect(sections.map(({ add }) => add)).to.deep.equal(['Add the test card', 'Add the test account']);
    sandbox.buy({ customerId: ada.customerId }, 'STORY');
    const { sections: paid } = await open('credit-card');
    expect(paid[0]?.entries).to.have.length(1);
    expect(paid[0]?.add).to.equal(undefined);
    const removed = await change('card', 'remove');
    expect(sectionsOf(removed.json)[0]?.entries).to.deep.equal([]);
    const added = await change('bank', 'add');
    expect(sectionsOf(added.json)[1]?.entries).to.have.length(1);
    expect(sectionsOf((await change('bank', 'remove')).json)[1]?.entries).to.deep.equal([]);
  });

  it('keep what the customer agrees to', async () => {
    const { change } = await open('personal-data-protection');
    await change('consents', 'save', { newsletter: 'true', recommendations: '' });
    const { sections } = await open('personal-data-protection');
    expect(sections[0]?.fields?.map(({ value }) => value)).to.deep.equal(['true', '']);
  });

  it('change nothing that the snippet does not show', async () => {
    const { change } = await open('order');
    for (const [section, action] of [
      ['personal', 'save'],
      ['orders', 'cancel'],
      ['constructor', 'save'],
      ['', ''],
    ] as const) {
      expect(codeOf(await change(section, action, { firstName: 'Eve' })), section).to.equal('request-refused');
    }
    expect(ada.firstName).to.equal('Ada');
  });

  it('log the customer out half an hour after the last change', async () => {
    const { change } = await open('personal-data');
    now += 29 * 60_000;
    expect((await change('personal', 'save', { firstName: 'A' })).json?.step).to.equal('page');
    now += 29 * 60_000;
    expect((await change('personal', 'save', { firstName: 'B' })).json?.step).to.equal('page');
    now += 30 * 60_000;
    expect((await change('personal', 'save', { firstName: 'C' })).json).to.deep.equal({ step: 'logged-out' });
    expect(ada.firstName).to.equal('B');
  });

  it('know nobody by a made-up account id', async () => {
    const body = { accountId: 'made-up', section: 'personal', action: 'save', values: {} };
    expect((await post(sandbox, '/account/change', body)).json).to.deep.equal({ step: 'logged-out' });
  });

  for (const path of ['/account/start', '/account/change']) {
    it(`refuse to be made by another site or by no page at all: ${path}`, async () => {
      const body = { snippetId: 'order', loginToken: await token() };
      for (const origin of [undefined, 'https://evil.example', 'null']) {
        const headers: Record<string, string> = origin === undefined ? {} : { origin };
        const answer = await send(sandbox, { method: 'POST', path, body, headers });
        expect(answer.status).to.equal(403);
        expect(codeOf(answer)).to.equal('request-refused');
      }
      expect(sandbox.tokens[0]?.used).to.equal(false);
    });
  }

  it('refuse a body that is no JSON object', async () => {
    for (const body of ['[]', '{', 'null']) {
      expect((await post(sandbox, '/account/start', body)).status).to.equal(400);
    }
  });
});
