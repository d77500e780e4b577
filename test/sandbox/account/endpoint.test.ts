// The self-service page's requests: one login token a snippet, and changes that are real.
import { expect } from 'chai';
import type { SandboxCustomer } from '../../../lib/sandbox/index.js';
import { type Answer, loginToken, postCheckout as post, send, useSandbox } from '../support.js';

/** The snippets by the title that they show. */
const SNIPPETS = {
  'Personal data': ['personal-data'],
  Orders: ['order'],
  Subscriptions: ['subscription'],
  Address: ['address-data', 'billing-address-data', 'delivery-address-data', 'personal-data-address'],
  'Payment methods': ['payment-methods'],
  'Bank account': ['bank-account'],
  'Credit card': ['credit-card'],
  Settings: ['personal-data-settings'],
  'Data protection': ['personal-data-protection'],
  'Social media': ['personal-data-social-media'],
  Password: ['personal-data-password'],
};

describe('the requests of the self-service page', () => {
  const start = Date.UTC(2026, 0, 31, 12);
  let now = start;
  let ada: SandboxCustomer;
  const sandbox = useSandbox({
    now: () => now,
    products: {
      POST: { title: 'The Morning Post', price: 9.9, currency: 'EUR', subscription: true },
      YEARLY: { title: 'The Almanac', price: 99, currency: 'EUR', subscription: 'year' },
      STORY: { title: 'The long way home', price: 2.49, currency: 'EUR' },
    },
  });
  beforeEach(() => {
    now = start;
    ada = sandbox().addCustomer({ email: 'ada@reader.example', firstName: 'Ada', name: 'Reed' });
  });

  const token = async () => {
    // The API token of the test is signed by the real clock.
    const before = now;
    now = Date.now();
    const value = await loginToken(sandbox(), ada.customerId);
    now = before;
    return value;
  };

  /** What a page shows, as somebody reads it. */
  const read = (json: Answer['json']) =>
    String(json?.html)
      .replace(/(?:<[^>]+>|\s)+/g, ' ')
      .trim();
  /** The values of its fields. */
  const values = (json: Answer['json']) => {
    const fields = /<input id="[^"]+" name="([^"]+)" value="([^"]*)"|<option value="([^"]+)" selected/g;
    return [...String(json?.html).matchAll(fields)].map(([, name, value, choice]) => choice ?? `${name}=${value}`);
  };

  async function open(snippetId: string, locale = 'en') {
    const { json } = await post(sandbox(), '/account/start', { snippetId, loginToken: await token(), locale });
    const accountId = String(json?.accountId);
    const change = async (section: string, action: string, fields: object = {}) =>
      post(sandbox(), '/account/change', { accountId, section, action, values: fields, locale });
    return { json, change };
  }

  const codeOf = ({ json }: Answer) => json?.code;

  it('show each snippet under its title', async () => {
    for (const [title, snippetIds] of Object.entries(SNIPPETS)) {
      for (const snippetId of snippetIds) {
        expect(read((await open(snippetId)).json), snippetId).to.match(new RegExp(`^${title}`));
      }
    }
  });

  it('say that plenigo has a page where the sandbox has none, in both languages', async () => {
    expect(read((await open('credit-card')).json)).to.include('At plenigo, customers see to this here.');
    expect(read((await open('credit-card', 'de-AT')).json)).to.match(/^Kreditkarte .*Bei plenigo/);
  });

  it('use up the login token', async () => {
    const loginToken = await token();
    const body = { snippetId: 'order', loginToken };
    expect((await post(sandbox(), '/account/start', body)).json?.step).to.equal('page');
    expect(codeOf(await post(sandbox(), '/account/start', body))).to.equal('login-token-used');
    expect(sandbox().tokens[0]?.used).to.equal(true);
    expect(sandbox().tokenFailures).to.deep.equal({ used: 1, expired: 0, unknown: 0 });
  });

  it('refuse a token that is too old, unknown, or not there', async () => {
    const loginToken = await token();
    now = Date.now() + 5 * 60_000 + 1000;
    const start = (value: unknown) => post(sandbox(), '/account/start', { snippetId: 'order', loginToken: value });
    expect(codeOf(await start(loginToken))).to.equal('login-token-expired');
    expect(codeOf(await start('something'))).to.equal('login-token-unknown');
    for (const none of [undefined, {}]) expect(codeOf(await start(none))).to.equal('login-token-missing');
  });

  for (const snippetId of ['ORDER', 'constructor', '', undefined, ['order']]) {
    it(`refuse ${JSON.stringify(snippetId)} as a snippet, and leave the token alone`, async () => {
      const loginToken = await token();
      const answer = await post(sandbox(), '/account/start', { snippetId, loginToken });
      expect(codeOf(answer)).to.equal('snippet-unknown');
      expect(sandbox().tokens[0]?.used).to.equal(false);
    });
  }

  it('change the name of the customer', async () => {
    const { json: before, change } = await open('personal-data');
    expect(values(before)).to.deep.equal(['firstName=Ada', 'name=Reed']);
    expect(read(before)).to.include('ada@reader.example');
    const { json } = await change('personal', 'save', { firstName: ' Augusta ', name: 'King', email: 'x@y.z' });
    expect(json?.said).to.equal('Your personal data is saved.');
    expect(ada).to.include({ firstName: 'Augusta', name: 'King', email: 'ada@reader.example' });
    expect(values(json)[0]).to.equal('firstName=Augusta');
  });

  it('say which field has to be corrected, and change nothing', async () => {
    const { change } = await open('personal-data');
    const { json } = await change('personal', 'save', { firstName: 'Eve', name: 'x'.repeat(101) });
    expect(json).to.include({ step: 'error', code: 'field-invalid' });
    expect(json?.detail).to.include('"name"');
    expect(ada).to.include({ firstName: 'Ada', name: 'Reed' });
  });

  it('change the address, which is the one that the site may tell', async () => {
    const { json: before, change } = await open('address-data');
    expect(values(before)).to.include.members(['firstName=Ada', 'name=Reed', 'street=']);
    const home = { gender: 'MALE', firstName: 'Bo', name: 'B', street: 'Pier 7', postCode: '20457', city: 'Hamburg' };
    const { json } = await change('address', 'save', { ...home, country: 'DE' });
    expect(json?.said).to.equal('Your address is saved.');
    expect(ada.postalAddress).to.deep.equal({ ...home, country: 'DE' });
    // A site may have told more than the form asks, and a country that it does not offer.
    ada.postalAddress = { ...ada.postalAddress, company: 'Engines', country: 'IS' } as typeof ada.postalAddress;
    const again = await open('delivery-address-data');
    expect(values(again.json)).to.include.members(['MALE', 'IS', 'street=Pier 7', 'city=Hamburg']);
    await again.change('address', 'save', { ...home, city: 'Kiel', country: 'IS' });
    expect(ada.postalAddress).to.include({ company: 'Engines', city: 'Kiel', country: 'IS' });
    for (const wrong of [{ city: ' ' }, { country: 'Atlantis' }, { gender: 'X' }]) {
      const refused = await change('address', 'save', { ...home, country: 'DE', ...wrong });
      expect(refused.json).to.include({ code: 'field-invalid' });
      expect(refused.json?.detail).to.include(`"${Object.keys(wrong)[0]}"`);
    }
  });

  it('list orders, the newest first, with what was paid', async () => {
    sandbox().buy({ customerId: ada.customerId }, 'STORY');
    now += 1000;
    sandbox().buy({ customerId: ada.customerId }, 'WITHOUT-A-TITLE');
    const { json } = await open('order');
    expect(read(json)).to.equal(
      'Orders Product WITHOUT-A-TITLE January 31, 2026 · WITHOUT-A-TITLE The long way home €2.49 January 31, 2026 · STORY',
    );
  });

  it('cancel a subscription, which stays bought until it ends, and resume it', async () => {
    for (const id of ['STORY', 'POST', 'YEARLY']) sandbox().buy({ customerId: ada.customerId }, id);
    const { json: before, change } = await open('subscription');
    const yearly = 'The Almanac €99.00 a year Active Renews on January 31, 2027';
    // The 31st of January and a month.
    const monthly = (state: string) => `The Morning Post €9.90 a month ${state} on February 28, 2026`;
    expect(read(before)).to.match(
      new RegExp(`^Subscriptions ${yearly}.* ${monthly('Active Renews')}.*Cancel subscription`),
    );

    const { json } = await change('subscriptions', 'cancel', { id: '1' });
    expect(read(json)).to.include(monthly('Cancelled Ends')).and.include(yearly).and.include('Keep it after all');
    expect(json?.said).to.match(/is cancelled/);
    expect(ada.purchases).to.have.length(3);

    const resumed = await change('subscriptions', 'resume', { id: '1' });
    expect(read(resumed.json)).to.include(monthly('Active Renews'));
    // An order that is no subscription, and one that is not there.
    for (const id of ['0', '9', undefined]) {
      expect(codeOf(await change('subscriptions', 'cancel', { id }))).to.equal('request-refused');
    }
  });

  it('change nothing that the snippet does not show', async () => {
    const { change } = await open('order');
    for (const section of ['personal', 'orders', 'constructor', '']) {
      for (const action of ['save', 'cancel', '']) {
        expect(codeOf(await change(section, action, { firstName: 'Eve' })), section).to.equal('request-refused');
      }
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
    expect((await post(sandbox(), '/account/change', body)).json).to.deep.equal({ step: 'logged-out' });
  });

  for (const path of ['/account/start', '/account/change']) {
    it(`refuse to be made by another site or by no page at all: ${path}`, async () => {
      const body = { snippetId: 'order', loginToken: await token() };
      for (const origin of [undefined, 'https://evil.example', 'null']) {
        const headers: Record<string, string> = origin === undefined ? {} : { origin };
        const answer = await send(sandbox(), { method: 'POST', path, body, headers });
        expect(answer.status).to.equal(403);
        expect(codeOf(answer)).to.equal('request-refused');
      }
      expect(sandbox().tokens[0]?.used).to.equal(false);
    });
  }

  it('refuse a body that is no JSON object', async () => {
    for (const body of ['[]', '{', 'null']) {
      expect((await post(sandbox(), '/account/start', body)).status).to.equal(400);
    }
  });
});
