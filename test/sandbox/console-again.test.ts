// The sandbox's own page in a browser: what it asks before something is gone, and what a request opens to.
import { expect } from 'chai';
import { useStage } from './console-stage.js';
import { callApi, loginToken, paymentData, postCheckout } from './support.js';

describe("the sandbox's page", () => {
  const stage = useStage();

  it('deletes a customer only after a question, which a careless Enter answers with no', async () => {
    const { sandbox, page } = stage();
    const ada = sandbox.addCustomer({ email: 'ada@example.com', bought: ['NEWS'] });
    sandbox.addCustomer({ email: 'bo@example.com' });
    const token = await loginToken(sandbox, ada.customerId);
    await stage().open();
    await stage().button('Delete ada@example.com').click();
    await page.getByRole('dialog', { name: 'Delete ada@example.com?' }).waitFor();
    await page.keyboard.press('Enter');
    expect(sandbox.customers).to.have.length(2);
    await stage().button('Delete ada@example.com').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await stage().said('Deleted ada@example.com.');
    await page.getByRole('heading', { name: 'ada@example.com' }).waitFor({ state: 'detached' });
    expect(sandbox.customers.map(({ email }) => email)).to.deep.equal(['bo@example.com']);
    expect(sandbox.find({ email: 'ada@example.com' })).to.equal(undefined);
    const order = { paymentData: paymentData(sandbox, { pi: 'NEWS' }), loginToken: token };
    const { json } = await postCheckout(sandbox, '/checkout/start', order);
    expect(json).to.include({ code: 'login-token-unknown' });
  });

  it('begins again after a question, with what the sandbox was started with', async () => {
    const { sandbox, page } = stage();
    sandbox.addCustomer({ email: 'ada@example.com' });
    sandbox.paywall.enabled = false;
    sandbox.clock.advance(86_400_000);
    await callApi(sandbox, { path: '/api/v2/x' });
    await stage().open();
    await stage().button('Reset').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(sandbox.customers).to.have.length(1);
    await stage().button('Reset').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
    await stage().said('The sandbox has begun again.');
    await stage().panel('Customers').getByText('No customers yet.').waitFor();
    await stage().panel('Requests').getByText('No requests yet.').waitFor();
    expect(sandbox.paywall.enabled).to.equal(true);
    expect(sandbox.clock.now() - Date.now()).to.be.below(60_000);
  });

  it('opens a request to what was sent and answered, and how long it took, without any credential', async () => {
    const { sandbox, page } = stage();
    const { customerId } = sandbox.addCustomer({ email: 'ada@example.com' });
    const body = { email: 'bo@example.com', language: 'de', password: 'never-to-be-seen' };
    await callApi(sandbox, { method: 'POST', path: '/api/v2/externalUser/register', body });
    const token = await loginToken(sandbox, customerId);
    await stage().open();
    const [newest, oldest] = ['createLoginToken', 'registerUser'].map((call) =>
      stage().panel('Requests').getByRole('listitem').filter({ hasText: call }),
    );
    await oldest?.getByText(/^\d+ ms$/).waitFor();
    await oldest?.getByText('registerUser').click();
    await oldest?.getByText('"email": "bo@example.com"').waitFor();
    await oldest?.getByText('"customerId": "').waitFor();
    await newest?.getByText('createLoginToken', { exact: true }).click();
    await newest?.getByText(`"loginToken": "${token.slice(0, 6)}…"`).waitFor();
    const text = await page.content();
    for (const secret of [token, 'never-to-be-seen', 'eyJ', sandbox.options.secret])
      expect(text).not.to.include(secret);
  });

  it('keeps a request open while others come', async () => {
    const { sandbox } = stage();
    await callApi(sandbox, { path: '/api/v2/first' });
    await stage().open();
    const first = stage().panel('Requests').getByRole('listitem').filter({ hasText: '/api/v2/first' });
    await first.getByText('unknown call').click();
    await callApi(sandbox, { path: '/api/v2/second' });
    await stage().panel('Requests').getByText('GET /api/v2/second').waitFor();
    expect(await first.getByText('There is no such call.').isVisible()).to.equal(true);
  });
});
