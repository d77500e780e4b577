/** The paywall's panel of the sandbox's own page, in a browser. */
import { expect } from 'chai';
import { expectProblem } from '../support/browser.js';
import { useStage } from './console-stage.js';

describe("the paywall on the sandbox's page", function () {
  this.timeout(60_000);
  const stage = useStage();
  const panel = () => stage().panel('Paywall');

  it('is switched off and on, and says which it is', async () => {
    const { sandbox } = stage();
    await stage().open();
    const link = stage().page.getByRole('link', { name: /^Paywall/ });
    await panel().getByText('On: readers get what they have bought.').waitFor();
    await stage().button('Switch off: the paywall').click();
    await panel().getByText('Off: everybody may read everything').waitFor();
    expect(sandbox.paywall.enabled).to.equal(false);
    expect(await link.textContent()).to.equal('Paywall off');
    await stage().button('Switch on: the paywall').click();
    await panel().getByText('On: readers get what they have bought.').waitFor();
    expect(sandbox.paywall.enabled).to.equal(true);
    sandbox.paywall = { enabled: false };
    await panel().getByText('Off: everybody may read everything').waitFor();
  });

  it('has free views as somebody sets them, and as a test has set them', async () => {
    const { sandbox } = stage();
    await stage().open();
    const readers = panel().getByLabel('Readers have');
    const anonymous = panel().getByLabel('Anonymous');
    await anonymous.waitFor({ state: 'hidden' });
    await readers.selectOption('Free views');
    await anonymous.fill('2');
    await panel().getByLabel('Logged in').fill('4');
    await panel().getByLabel('In a').selectOption('Week');
    await panel().getByLabel('Starts with').selectOption('First day');
    await panel().getByLabel('What counts').selectOption('New articles only');
    await stage().button('Save the free views').click();
    await stage().said('Saved the free views.');
    const settings = {
      activated: true,
      freeViews: 2,
      freeViewsAfterLogin: 4,
      period: 'WEEK',
      startWithFirstDay: true,
      countOnlyUniqueViews: true,
    };
    expect(sandbox.metering).to.include(settings);
    await readers.selectOption('No free views');
    await stage().button('Save the free views').click();
    await stage().said('Readers have no free views any more.');
    expect(sandbox.metering.activated).to.equal(false);

    sandbox.metering = { freeViews: 9, period: 'DAY', ignoreSocialMedia: true };
    await anonymous.waitFor();
    expect(await anonymous.inputValue()).to.equal('9');
    expect(await panel().getByLabel('In a').inputValue()).to.equal('DAY');
    await anonymous.fill('8');
    await stage().button('Save the free views').click();
    await stage().said('Saved the free views.');
    expect(sandbox.metering).to.include({ freeViews: 8, ignoreSocialMedia: true });
  });

  it('keeps what somebody is about to enter while other things happen', async () => {
    const { sandbox } = stage();
    sandbox.metering = { freeViews: 3 };
    await stage().open();
    await panel().getByLabel('Anonymous').fill('5');
    sandbox.addCustomer({ email: 'ada@example.com' });
    await stage().panel('Customers').getByText('ada@example.com').waitFor();
    expect(await panel().getByLabel('Anonymous').inputValue()).to.equal('5');
  });

  it('says what is wrong with free views, where it can be mended', async () => {
    stage().sandbox.metering = { freeViews: 3 };
    await stage().open();
    const field = panel().getByLabel('Logged in');
    await field.fill('-1');
    await stage().button('Save the free views').click();
    await panel().getByRole('alert').getByText('Please enter a whole number from 0 to 100000.').waitFor();
    expect(await field.getAttribute('aria-invalid')).to.equal('true');
    expect(stage().sandbox.metering.freeViewsAfterLogin).to.equal(3);
  });

  it('lets counts begin anew, at once for sites on the same host', async () => {
    const { sandbox, page } = stage();
    await page.context().addCookies([{ name: 'plenigo_view', value: '00', url: sandbox.url }]);
    await stage().open();
    await stage().button('Reset all counts').click();
    await stage().said('Every count begins anew.');
    expect(await page.context().cookies()).to.deep.equal([]);
  });

  it('says so when the sandbox is gone', async () => {
    expectProblem(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE|ERR_EMPTY|ERR_CONNECTION_RESET/);
    await stage().open();
    await stage().sandbox.close();
    await stage().button('Switch off: the paywall').click();
    await stage().said('The sandbox does not answer. Is it still running?');
  });
});
