/** The console in a real browser: what it shows while things happen, and its forms. */
import { expect } from 'chai';
import { startSandbox } from '../../lib/sandbox/index.js';
import { expectProblem, newPage, stopClock } from '../support/browser.js';
import { useStage } from './console-stage.js';
import { callApi, loginToken, paymentData, postCheckout } from './support.js';

const NOBODY = '/api/v2/externalUser/nobody/createLoginToken?useExternalCustomerId=false';

describe('the console in a browser', function () {
  this.timeout(60_000);
  const stage = useStage();

  it('shows what is there, and what happens while it is open, whoever does it', async () => {
    const { sandbox, page } = stage();
    const ada = sandbox.addCustomer({ email: 'ada@example.com', externalUserId: 'reader-1' });
    await stage().open();
    const customers = stage().panel('Customers');
    await customers.getByRole('heading', { name: 'ada@example.com' }).waitFor();
    sandbox.buy({ externalUserId: 'reader-1' }, 'NEWS');
    await customers.getByText('The long way home · €2.49').waitFor();
    const token = await loginToken(sandbox, ada.customerId);
    const tokens = stage().panel('Login tokens');
    await tokens.getByText(/^[45]:\d\d left$/).waitFor();
    expect(await page.content()).not.to.include(token);
    await callApi(sandbox, { method: 'POST', path: NOBODY });
    const requests = stage().panel('Requests').getByRole('listitem');
    await requests.filter({ hasText: 'no such customer' }).waitFor();
    expect(await requests.first().innerText()).to.match(/^404\s+createLoginToken/);
    const counts = await page.getByRole('navigation', { name: 'On this page' }).innerText();
    expect(counts.split(/\s+/)).to.deep.equal('Customers 1 Requests 2 Paywall on Faults 0 Tokens 1'.split(' '));
  });

  it('says what is wrong with a new customer, where it can be mended, and forgets what was typed', async () => {
    expectProblem(/400|409/);
    const { sandbox } = stage();
    sandbox.addCustomer({ email: 'ada@example.com', externalUserId: 'reader-1' });
    await stage().open();
    await stage().button('Add a customer').click();
    const dialog = stage().dialog('Add a customer');
    const alert = dialog.getByRole('alert');
    const email = dialog.getByLabel('E-mail address');
    await email.fill('bo');
    await stage().button('Add the customer').click();
    await alert.getByText('"email" must be an e-mail address').waitFor();
    expect(await email.getAttribute('aria-invalid')).to.equal('true');
    await email.fill('bo@example.com');
    await dialog.getByLabel('User id at your site').fill('reader-1');
    await stage().button('Add the customer').click();
    await alert.getByText('has a customer with this external user id').waitFor();
    expect(await stage().focused()).to.match(/^User id at your site/);
    expect(await email.getAttribute('aria-invalid')).to.equal(null);
    await stage().button('Cancel').click();
    await stage().button('Add a customer').click();
    expect([await alert.textContent(), await email.inputValue()]).to.deep.equal(['', '']);
    await email.fill('bo@example.com');
    await dialog.getByLabel('First name').fill('Bo');
    await stage().button('Add the customer').click();
    await stage().panel('Customers').getByRole('heading', { name: 'bo@example.com' }).waitFor();
    await dialog.waitFor({ state: 'hidden' });
    expect(sandbox.customers[1]).to.include({ email: 'bo@example.com', firstName: 'Bo' });
    await stage().button('Add a customer').click();
    expect(await email.inputValue()).to.equal('');
  });

  it('buys what the site asked for last, or what somebody types', async () => {
    const { sandbox } = stage();
    const ada = sandbox.addCustomer({ email: 'ada@example.com' });
    const path = '/api/v2/user/product?customerId=x&productId=ART-1&testMode=false&useExternalCustomerId=true';
    await callApi(sandbox, { path });
    await stage().open();
    await stage().button('Buy for ada@example.com').click();
    const product = stage().dialog('Buy for ada@example.com').getByLabel('Product id');
    expect(await product.inputValue()).to.equal('ART-1');
    // What somebody types in a dialog stays, whatever happens behind it.
    await product.fill('ART-2');
    await callApi(sandbox, { path: path.replace('ART-1', 'ART-3') });
    await stage().panel('Requests').getByText('productId=ART-3').waitFor();
    expect(await product.inputValue()).to.equal('ART-2');
    await stage().button('Record the purchase').click();
    await stage().said('Bought ART-2 for ada@example.com.');
    expect(ada.purchases[0]).to.include({ productId: 'ART-2' });
  });

  it('deletes a customer only after a question, which a careless Enter answers with no', async () => {
    const { sandbox, page } = stage();
    const ada = sandbox.addCustomer({ email: 'ada@example.com', bought: ['NEWS'] });
    sandbox.addCustomer({ email: 'bo@example.com' });
    const token = await loginToken(sandbox, ada.customerId);
    await stage().open();
    await stage().button('Delete ada@example.com').click();
    await stage().dialog('Delete ada@example.com?').waitFor();
    await page.keyboard.press('Enter');
    await stage().dialog('Delete ada@example.com?').waitFor({ state: 'hidden' });
    expect(sandbox.customers).to.have.length(2);
    await stage().button('Delete ada@example.com').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await stage().said('Deleted ada@example.com.');
    await page.getByRole('heading', { name: 'ada@example.com' }).waitFor({ state: 'detached' });
    expect(sandbox.customers.map(({ email }) => email)).to.deep.equal(['bo@example.com']);
    const order = { paymentData: paymentData(sandbox, { pi: 'NEWS' }), loginToken: token };
    const { json } = await postCheckout(sandbox, '/checkout/start', order);
    expect(json).to.include({ code: 'login-token-unknown' });
  });

  it('shows the fields of a fault that matter, and which of them is wrong', async () => {
    expectProblem(/400/);
    const { sandbox } = stage();
    await stage().open();
    const faults = stage().panel('Faults');
    const field = (label: string) => faults.getByLabel(label);
    const on = stage().button('Switch the fault on');
    await field('Which call').selectOption('createLoginToken');
    await field('Status').fill('99');
    await on.click();
    await faults.getByRole('alert').getByText('"status" must be a whole number from 200 to 599').waitFor();
    expect(await stage().focused()).to.equal('Status');
    await field('What happens').selectOption('A late answer');
    expect(await field('Status').isVisible()).to.equal(false);
    await field('Delay in ms').fill('10');
    await field('How long').selectOption('For some requests');
    await field('Requests').fill('2');
    await on.click();
    await faults.getByText('createLoginToken: 10 ms late').waitFor();
    await callApi(sandbox, { method: 'POST', path: NOBODY });
    await faults.getByText('1 more request', { exact: true }).waitFor();
    for (const [name, text] of Object.entries({ 'A reset connection': 'connection reset', 'No answer': 'no answer' })) {
      await field('What happens').selectOption(name);
      await on.click();
      await faults.getByText(`createLoginToken: ${text}`).waitFor();
    }
  });

  it('sets free views as somebody likes', async () => {
    expectProblem(/400/);
    const { sandbox } = stage();
    const field = (label: string) => stage().panel('Paywall').getByLabel(label);
    const save = stage().button('Save the free views');
    await stage().open();
    await field('Anonymous').waitFor({ state: 'hidden' });
    await field('Readers have').selectOption('Free views');
    await field('Anonymous').fill('2');
    await field('Logged in').fill('-4');
    await save.click();
    await stage().panel('Paywall').getByText('"freeViewsAfterLogin" must be a whole number').waitFor();
    expect(await stage().focused()).to.equal('Logged in');
    await field('Logged in').fill('4');
    await field('In a').selectOption('Week');
    await field('Starts with').selectOption('First day');
    await field('What counts').selectOption('New articles only');
    await save.click();
    await stage().said('Saved the free views.');
    expect(sandbox.metering).to.include({ activated: true, freeViews: 2, freeViewsAfterLogin: 4, period: 'WEEK' });
    expect(sandbox.metering).to.include({ startWithFirstDay: true, countOnlyUniqueViews: true });
    await field('Readers have').selectOption('No free views');
    await save.click();
    await stage().said('Readers have no free views any more.');
    expect(sandbox.metering.activated).to.equal(false);
  });

  it('shows free views that a test has set, and keeps what somebody is about to enter', async () => {
    const { sandbox, page } = stage();
    await page.context().addCookies([{ name: 'plenigo_view', value: '00', url: sandbox.url }]);
    await stage().open();
    const panel = stage().panel('Paywall');
    sandbox.metering = { freeViews: 9, period: 'DAY', ignoreSocialMedia: true };
    await panel.getByLabel('Anonymous').waitFor();
    expect(await panel.getByLabel('Anonymous').inputValue()).to.equal('9');
    expect(await panel.getByLabel('In a').inputValue()).to.equal('DAY');
    await panel.getByLabel('Anonymous').fill('8');
    sandbox.addCustomer({ email: 'ada@example.com' });
    await stage().panel('Customers').getByText('ada@example.com').first().waitFor();
    expect(await panel.getByLabel('Anonymous').inputValue()).to.equal('8');
    await stage().button('Save the free views').click();
    await stage().said('Saved the free views.');
    expect(sandbox.metering).to.include({ freeViews: 8, ignoreSocialMedia: true });
    // Sites on this host share the cookies of this page.
    await stage().button('Reset all counts').click();
    await stage().said('Every count begins anew.');
    expect(await page.context().cookies()).to.deep.equal([]);
  });

  it('opens a request to what was sent and answered, without any credential, and keeps it open', async () => {
    const { sandbox, page } = stage();
    const { customerId } = sandbox.addCustomer({ email: 'ada@example.com' });
    const body = { email: 'bo@example.com', language: 'de', password: 'never-to-be-seen' };
    await callApi(sandbox, { method: 'POST', path: '/api/v2/externalUser/register', body });
    const token = await loginToken(sandbox, customerId);
    await stage().open();
    const list = stage().panel('Requests').getByRole('listitem');
    const oldest = list.filter({ hasText: 'registerUser' });
    await oldest.getByText('registerUser').click();
    await oldest.getByText('"email": "bo@example.com"').waitFor();
    const newest = list.filter({ hasText: 'createLoginToken' });
    await newest.getByText('createLoginToken', { exact: true }).click();
    await newest.getByText(`"loginToken": "${token.slice(0, 6)}…"`).waitFor();
    await callApi(sandbox, { path: '/api/v2/x' });
    await list.filter({ hasText: 'unknown call' }).waitFor();
    expect(await oldest.getByText('"email": "bo@example.com"').isVisible()).to.equal(true);
    const text = await page.content();
    for (const secret of [token, 'never-to-be-seen', 'eyJ', sandbox.options.secret])
      expect(text).not.to.include(secret);
  });

  it('shows whatever somebody is called as text', async () => {
    const { sandbox, page } = stage();
    const nasty = '"><img/src=x/onerror=alert(1)><b>';
    const email = `${nasty}@example.com`;
    sandbox.addCustomer({ email, externalUserId: nasty, firstName: nasty }).accessIds.push(nasty);
    sandbox.buy({ externalUserId: nasty }, nasty);
    const id = encodeURIComponent(nasty);
    const query = `customerId=${id}&productId=${id}2&testMode=false&useExternalCustomerId=true`;
    await callApi(sandbox, { path: `/api/v2/user/product?${query}` });
    await stage().open();
    await page.getByRole('heading', { name: email, level: 3 }).waitFor();
    await stage().button(`Buy for ${email}`).click();
    expect(await page.getByRole('dialog').getByLabel('Product id').inputValue()).to.equal(`${nasty}2`);
    await stage().button('Record the purchase').click();
    await stage().said(`Bought ${nasty}2 for ${email}.`);
    expect(await page.locator('img, b').count(), 'only the mark').to.equal(1);
  });

  it('says when the sandbox has stopped, and goes on with the next one on the port', async () => {
    expectProblem(/ERR_|Failed to load/);
    const { page, sandbox } = stage();
    sandbox.addCustomer({ email: 'ada@example.com' });
    await stage().open();
    await sandbox.close();
    await page.getByText('Connection lost').waitFor();
    await stage().button('Buy for ada@example.com').click();
    await stage().button('Record the purchase').click();
    await page.getByRole('alert').getByText('Is it still running?').waitFor();
    await stage().button('Cancel').click();
    await stage().button('Switch off: the paywall').click();
    await stage().said('The sandbox does not answer. Is it still running?');
    stage().sandbox = await startSandbox({ port: Number(new URL(sandbox.url).port), companyId: 'ANOTHER' });
    await page.getByText('ANOTHER', { exact: true }).waitFor();
    await stage().live();
    await page.getByText('No customers yet').waitFor();
  });

  it('asks for nothing while nobody sees it', async () => {
    const { page, sandbox } = stage();
    await stopClock(page);
    await stage().open();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const hide = (value: boolean) =>
      page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, value: ${value} })`);
    await hide(true);
    sandbox.addCustomer({ email: 'ada@example.com' });
    await page.clock.runFor(2000);
    expect(asked).to.deep.equal([]);
    await hide(false);
    await page.clock.runFor(400);
    await page.getByRole('heading', { name: 'ada@example.com', level: 3 }).waitFor();
  });

  it('works without its script, too', async () => {
    const { sandbox } = stage();
    const page = await newPage({ javaScriptEnabled: false });
    await page.goto(sandbox.url);
    await page.getByRole('button', { name: 'Add a customer' }).click();
    await page.getByLabel('E-mail address').fill('ada@example.com');
    await page.getByRole('button', { name: 'Add the customer' }).click();
    await page.getByRole('status').getByText('Added ada@example.com.').waitFor();
    await page.getByRole('button', { name: 'Buy for ada@example.com' }).click();
    await page.getByRole('button', { name: 'Record the purchase' }).click();
    await page.getByRole('button', { name: 'Refund NEWS to ada@example.com' }).waitFor();
    expect(sandbox.customers[0]?.purchases[0]?.productId).to.equal('NEWS');
  });

  it('shows callbacks, whether they have arrived, and when they are sent again, and where API v3 is', async () => {
    const { sandbox } = stage();
    await stage().open();
    const panel = stage().panel('Callbacks');
    await panel.getByText(/None yet/).waitFor();
    // No browser and no fetch goes to this port.
    sandbox.v3.callbacks.url = 'http://127.0.0.1:1/';
    const { customerId } = sandbox.addCustomer({ email: 'ada@reader.example' });
    const entry = panel.getByRole('listitem').filter({ hasText: `CUSTOMER CREATION ${customerId}` });
    await entry.getByText('no answer').waitFor();
    await entry.getByText(/next on/).waitFor();
    sandbox.clock.advance(3_600_000);
    await entry.getByText(/2 times/).waitFor();
    expect(await panel.getByRole('listitem').count()).to.equal(1);
    const { apiUrl, sdkUrl } = sandbox.v3.options;
    for (const address of [apiUrl, sdkUrl])
      await stage().panel('Connection').getByText(address, { exact: true }).waitFor();
    await stage().panel('Faults').getByLabel('Which call').selectOption('preparePurchase');
  });
});
