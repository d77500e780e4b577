// What the sandbox's own page shows of API v3.
import { expect } from 'chai';
import { useStage } from '../console-stage.js';

describe('the page of the sandbox', () => {
  const stage = useStage();

  it('shows callbacks, whether they have arrived, and when they are sent again', async () => {
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
  });

  it('says where API v3 is, and offers its calls for faults', async () => {
    await stage().open();
    const { apiUrl, sdkUrl } = stage().sandbox.v3.options;
    for (const address of [apiUrl, sdkUrl])
      await stage().panel('Connection').getByText(address, { exact: true }).waitFor();
    await stage().panel('Faults').getByLabel('Which call').selectOption('preparePurchase');
  });
});
