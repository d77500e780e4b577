// The self-service page's requests: one login token a snippet, and changes that are real.
import { expect } from 'chai';
import type { SandboxCustomer } from '../../../lib/sandbox/index.js';
import { type Answer, loginToken, postCheckout as post, send, useSandbox } from '../support.js';

const TITLES = {
  ...{ 'personal-data': 'Personal data', order: 'Orders', subscription: 'Subscriptions', 'address-data': 'Address' },
  ...{ 'billing-address-data': 'Address', 'delivery-address-data': 'Address', 'personal-data-address': 'Address' },
  ...{ 'payment-methods': 'Payment methods', 'bank-account': 'Bank account', 'credit-card': 'Credit card' },
  ...{ 'personal-data-settings': 'Settings', 'personal-data-protection': 'Data protection' },
  ...{ 'personal-data-social-media': 'Social media', 'personal-data-password': 'Password' },
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

  const token = () => loginToken(sandbox(), ada.customerId);

  /** What a page shows, as somebody reads it. */
  const read = (json: Answer['json']) =>
    String(json?.html)
      .replace(/(?:<[^>]+>|\s)+/g, ' ')
      .trim();
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

  it('show each snippet under its title, and say that plenigo has a page where the sandbox has none', async () => {
    for (const [snippetId, title] of Object.entries(TITLES))
      expect(read((await open(snippetId)).json), snippetId).to.match(new RegExp(`^${title}`));
    expect(read((await open('credit-card')).json)).to.include('At plenigo, customers see to this here.');
    expect(read((await open('credit-card', 'de-AT')).json)).to.match(/^Kreditkarte .*Bei plenigo/);
  });

  it('take a login token once, and none that is too old, unknown, or not there', async () => {
    const start = (loginToken: unknown) => post(sandbox(), '/account/start', { snippetId: 'order', loginToken });
    const [first, late] = [await token(), await token()];
    expect((await start(first)).json?.step).to.equal('page');
    expect([codeOf(await start(first)), sandbox().tokens[0]?.used]).to.deep.equal(['login-token-used', true]);
    now += 5 * 60_000;
    expect(codeOf(await start(late))).to.equal('login-token-expired');
    expect(codeOf(await start('something'))).to.equal('login-token-unknown');
    for (const none of [undefined, {}]) expect(codeOf(await start(none))).to.equal('login-token-missing');
    expect(sandbox().tokenFailures).to.deep.equal({ used: 1, expired: 1, unknown: 1 });
  });

  it('refuse what is no snippet, and leave the token alone', async () => {
    const loginToken = await token();
    for (const snippetId of ['ORDER', 'constructor', '', undefined, ['order']]) {
      const answer = await post(sandbox(), '/account/start', { snippetId, loginToken });
      expect(codeOf(answer)).to.equal('snippet-unknown');
    }
    expect(sandbox().tokens[0]?.used).to.equal(false);
  });

  it('change the name of the customer, or say which field has to be corrected', async () => {
    const { json: before, change } = await open('personal-data');
    expect(values(before)).to.deep.equal(['firstName=Ada', 'name=Reed']);
    expect(read(before)).to.include('ada@reader.example');
    const { json } = await change('personal', 'save', { firstName: ' Augusta ', name: 'King', email: 'x@y.z' });
    expect(json?.said).to.equal('Your personal data is saved.');
    expect(ada).to.include({ firstName: 'Augusta', name: 'King', email: 'ada@reader.example' });
    expect(values(json)[0]).to.equal('firstName=Augusta');
    const wrong = (await change('personal', 'save', { firstName: 'Eve', name: 'x'.repeat(101) })).json;
    expect(wrong).to.include({ step: 'error', code: 'field-invalid' });
    expect(wrong?.detail).to.include('"name"');
    expect(ada, 'nothing is changed').to.include({ firstName: 'Augusta', name: 'King' });
  });

  it('change the address, which is the one that the site may tell', async () => {
    const { json: before, change } = await open('address-data');
    expect(values(before)).to.include.members(['firstName=Ada', 'name=Reed', 'street=']);
    const home = { gender: 'MALE', firstName: 'Bo', name: 'B', street: 'Pier 7', postCode: '20457', city: 'Hamburg' };
    const { json } = await change('address', 'save', { ...home, country: 'DE' });
    expect([json?.said, ada.postalAddress]).to.deep.equal(['Your address is saved.', { ...home, country: 'DE' }]);
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
    const orders =
      'Product WITHOUT-A-TITLE January 31, 2026 · WITHOUT-A-TITLE The long way home €2.49 January 31, 2026';
    expect(read((await open('order')).json)).to.equal(`Orders ${orders} · STORY`);
  });

  it('cancel a subscription, which stays bought until it ends, and resume it', async () => {
    for (const id of ['STORY', 'POST', 'YEARLY']) sandbox().buy({ customerId: ada.customerId }, id);
    const { json: before, change } = await open('subscription');
    const yearly = 'The Almanac €99.00 a year Active Renews on January 31, 2027';
    // The 31st of January and a month.
    const monthly = (state: string) => `The Morning Post €9.90 a month ${state} on February 28, 2026`;
    const active = monthly('Active Renews');
    expect(read(before)).to.match(new RegExp(`^Subscriptions ${yearly}.* ${active}.*Cancel subscription`));
    const { json } = await change('subscriptions', 'cancel', { id: '1' });
    expect(read(json)).to.include(monthly('Cancelled Ends')).and.include(yearly).and.include('Keep it after all');
    expect(json?.said).to.match(/is cancelled/);
    expect(ada.purchases).to.have.length(3);
    expect(read((await change('subscriptions', 'resume', { id: '1' })).json)).to.include(active);
    // An order that is no subscription, and one that is not there.
    for (const id of ['0', '9', undefined])
      expect(codeOf(await change('subscriptions', 'cancel', { id }))).to.equal('request-refused');
  });

  it('change nothing that the snippet does not show', async () => {
    const { change } = await open('order');
    for (const section of ['personal', 'orders', 'constructor', '']) {
      for (const action of ['save', 'cancel', ''])
        expect(codeOf(await change(section, action, { firstName: 'Eve' })), section).to.equal('request-refused');
    }
    expect(ada.firstName).to.equal('Ada');
  });

  it('log the customer out half an hour after the last change, and whoever makes an account id up', async () => {
    const { change } = await open('personal-data');
    for (const [minutes, firstName, step] of [
      [29, 'A', 'page'],
      [29, 'B', 'page'],
      [30, 'C', 'logged-out'],
    ] as const) {
      now += minutes * 60_000;
      expect((await change('personal', 'save', { firstName })).json?.step).to.equal(step);
    }
    expect(ada.firstName).to.equal('B');
    const body = { accountId: 'made-up', section: 'personal', action: 'save', values: {} };
    expect((await post(sandbox(), '/account/change', body)).json).to.deep.equal({ step: 'logged-out' });
  });

  it('refuse to be made by another site or by no page at all, or with a body that is no JSON object', async () => {
    const body = { snippetId: 'order', loginToken: await token() };
    for (const path of ['/account/start', '/account/change']) {
      for (const headers of [{}, { origin: 'https://evil.example' }, { origin: 'null' }] as Record<string, string>[]) {
        const answer = await send(sandbox(), { method: 'POST', path, body, headers });
        expect([answer.status, codeOf(answer)]).to.deep.equal([403, 'request-refused']);
      }
    }
    expect(sandbox().tokens[0]?.used).to.equal(false);
    for (const text of ['[]', '{', 'null'])
      expect((await post(sandbox(), '/account/start', text)).status).to.equal(400);
  });
});
