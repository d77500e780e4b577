/** The console without a mouse: everything is reached, and the focus stays where it was. */
import { expect } from 'chai';
import { useStage } from './console-stage.js';
import { callApi, loginToken } from './support.js';

describe('the keyboard in the console', function () {
  this.timeout(60_000);
  const stage = useStage();
  const press = (key: string) => stage().page.keyboard.press(key);
  const type = (text: string) => stage().page.keyboard.type(text);

  it('does everything', async () => {
    const { sandbox } = stage();
    await stage().open();
    await stage().tabTo('Add a customer');
    await press('Enter');
    await press('Escape');
    await stage().page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await stage().focused(), 'after Escape').to.equal('Add a customer');
    await press('Enter');
    await stage().page.getByRole('dialog', { name: 'Add a customer' }).waitFor();
    expect(await stage().focused()).to.equal('E-mail address');
    await type('ada@example.com');
    await press('Enter');
    await stage().said('Added ada@example.com.');
    expect(await stage().focused(), 'after the dialog').to.equal('Add a customer');

    await stage().tabTo('Buy for ada@example.com');
    await press('Space');
    expect(await stage().focused()).to.equal('Product id');
    await press('Enter');
    await stage().said('Bought NEWS for ada@example.com.');
    await stage().button('Refund NEWS to ada@example.com').waitFor();
    expect(await stage().focused(), 'after the dialog').to.equal('Buy for ada@example.com');
    await stage().tabTo('Refund NEWS to ada@example.com');
    await press('Enter');
    await stage().said('Refunded NEWS to ada@example.com.');

    await stage().tabTo('Switch the fault on');
    await press('Enter');
    await stage().said('Switched the fault on.');
    expect((await callApi(sandbox, { path: '/api/v2/x' })).status).to.equal(503);
    await press('Shift+Tab');
    await press('ArrowDown');
    await press('Shift+Tab');
    await type('404');
    await press('Enter');
    await stage().panel('Faults').getByText('Every call: status 404').waitFor();
    for (const status of [503, 404]) {
      await stage().page.evaluate("document.getElementById('faults-title').focus()");
      await stage().tabTo(`Switch off: Every call, status ${status}`);
      await press('Enter');
      await stage().button(`Switch off: Every call, status ${status}`).waitFor({ state: 'detached' });
    }

    await stage().tabTo('Switch off: the paywall');
    await press('Enter');
    await stage().said('Switched the paywall off.');
    expect(await stage().focused(), 'the same button').to.equal('Switch on: the paywall');
    await press('Enter');
    await stage().said('Switched the paywall on.');
    await press('Tab');
    await type('Free views');
    await press('Tab');
    expect(await stage().focused()).to.equal('Anonymous');
    await type('7');
    await press('Enter');
    await stage().said('Saved the free views.');
    await stage().tabTo('Reset all counts');
    await press('Enter');
    await stage().said('Every count begins anew.');

    await loginToken(sandbox, sandbox.customers[0]?.customerId ?? '');
    await stage().button('Expire all').waitFor();
    await stage().tabTo('Expire all');
    await press('Enter');
    await stage().said('Expired every open token.');
    expect(await stage().focused(), 'the button is gone').to.equal('Login tokens');
  });

  it('keeps its place while lists grow and shrink around it', async () => {
    const { sandbox } = stage();
    const ada = sandbox.addCustomer({ email: 'ada@example.com' });
    await stage().open();
    await stage().tabTo('Buy for ada@example.com');
    sandbox.addCustomer({ email: 'bo@example.com' });
    sandbox.buy(ada, 'NEWS');
    await callApi(sandbox, { path: '/api/v2/x' });
    await stage().button('Buy for bo@example.com').waitFor();
    await stage().button('Refund NEWS to ada@example.com').waitFor();
    expect(await stage().focused()).to.equal('Buy for ada@example.com');
    await stage().tabTo('Refund NEWS to ada@example.com');
    sandbox.buy(ada, 'OTHER');
    await stage().button('Refund OTHER to ada@example.com').waitFor();
    expect(await stage().focused()).to.equal('Refund NEWS to ada@example.com');
  });

  it('goes on with the next button when its own is gone', async () => {
    const { sandbox } = stage();
    const ada = sandbox.addCustomer({ email: 'ada@example.com' });
    for (const id of ['A', 'B', 'C']) sandbox.buy(ada, id);
    await stage().open();
    await stage().tabTo('Refund B to ada@example.com');
    for (const [id, next] of Object.entries({
      B: 'Refund C to ada@example.com',
      C: 'Refund A to ada@example.com',
      A: 'Buy for ada@example.com',
    })) {
      await press('Enter');
      await stage().said(`Refunded ${id} to ada@example.com.`);
      await stage().button(`Refund ${id} to ada@example.com`).waitFor({ state: 'detached' });
      expect(await stage().focused()).to.equal(next);
    }
    sandbox.reset();
    await stage().panel('Customers').getByText('No customers yet').waitFor();
    expect(await stage().focused(), 'the last customer is gone').to.equal('Customers');
  });

  it('gets to every request of a long list, and opens it', async () => {
    const { page, sandbox } = stage();
    await stage().open();
    for (let i = 0; i < 3; i += 1) await callApi(sandbox, { path: `/api/v2/${i}` });
    const list = page.getByRole('list', { name: 'Requests' });
    await list.getByText('/api/v2/2').waitFor();
    await stage().tabTo('Add a customer');
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await list.getByRole('listitem').nth(2).getByText('There is no such call.').waitFor();
  });
});
