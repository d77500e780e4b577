// The sandbox's time: what expires, renews and ends by it, and what does not.
import { expect } from 'chai';
import { useStage } from './console-stage.js';
import { clientOf, loginToken, paymentData, postCheckout, useSandbox } from './support.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ADA = { externalUserId: 'ada-1' };
const PLUS = { title: 'Plus', price: 9.9, currency: 'EUR', subscription: 'month' } as const;

describe('the clock of the sandbox', () => {
  const sandbox = useSandbox({
    // The last day of a long month, so that a month later is a shorter one.
    now: () => Date.UTC(2027, 0, 31, 12),
    products: { PLUS, BOOK: { title: 'A book', price: 5, currency: 'EUR' } },
    customers: [{ email: 'ada@reader.example', ...ADA }],
  });

  const day = (ms: number | undefined) => ms !== undefined && new Date(ms).toISOString().slice(0, 10);
  const untilOf = async (productId: string) => {
    const [bought] = await clientOf(sandbox()).boughtAmong(ADA, [productId]);
    return bought && (bought.until ? day(bought.until.getTime()) : 'for good');
  };
  const start = async (token: string, claims: object = {}) => {
    const order = { paymentData: paymentData(sandbox(), { pi: 'BOOK', ...claims }), loginToken: token };
    return (await postCheckout(sandbox(), '/checkout/start', order)).json;
  };

  it('lets login tokens expire, while calls and checkout strings are checked by real time', async () => {
    const customerId = String(sandbox().find(ADA)?.customerId);
    const old = await loginToken(sandbox(), customerId);
    sandbox().clock.advance(6 * MINUTE);
    expect(await start(old)).to.include({ code: 'login-token-expired' });
    sandbox().clock.advance(400 * DAY);
    const fresh = await loginToken(sandbox(), customerId);
    expect(await start(fresh, { exp: Math.floor(Date.now() / 1000) + 60 })).to.include({ step: 'pay' });
    expect(sandbox().clock.now()).to.equal(Date.UTC(2027, 0, 31, 12) + 400 * DAY + 6 * MINUTE);
  });

  it('ends a cancelled subscription when what is paid is over, and it can be bought again', async () => {
    sandbox().buy(ADA, 'PLUS');
    sandbox().clock.advance(40 * DAY);
    sandbox().cancel(ADA, 'PLUS');
    sandbox().clock.advance(18 * DAY);
    expect(await untilOf('PLUS'), 'on the last day').to.equal('2027-03-31');
    sandbox().clock.advance(2 * DAY);
    expect(await untilOf('PLUS'), 'afterwards').to.equal(undefined);
    expect((await clientOf(sandbox()).productsBought(ADA)).subscriptions).to.deep.equal([]);
    const token = await loginToken(sandbox(), String(sandbox().find(ADA)?.customerId));
    expect(await start(token, { pi: 'PLUS' }), 'at the checkout').to.include({ step: 'pay' });
    sandbox().buy(ADA, 'PLUS');
    expect(await untilOf('PLUS')).to.equal('2027-05-01');
  });

  it('cancels only a subscription that goes on', () => {
    for (const id of ['PLUS', 'BOOK']) sandbox().buy(ADA, id);
    sandbox().cancel(ADA, 'PLUS');
    for (const productId of ['PLUS', 'BOOK', 'OTHER'])
      expect(() => sandbox().cancel(ADA, productId), productId).to.throw(/no subscription/);
    expect(() => sandbox().cancel({ customerId: 'nobody' }, 'PLUS')).to.throw(/no such customer/);
  });

  it('goes forward only, not for ever, and back to its start with a reset', () => {
    sandbox().clock.advance(DAY);
    for (const ms of [-1, Number.NaN, Number.POSITIVE_INFINITY, 200 * 366 * DAY, '5' as never])
      expect(() => sandbox().clock.advance(ms), String(ms)).to.throw(TypeError, /clock/);
    expect(sandbox().clock.now()).to.equal(Date.UTC(2027, 1, 1, 12));
    sandbox().reset();
    expect(sandbox().clock.now()).to.equal(Date.UTC(2027, 0, 31, 12));
  });
});

describe('the time on the page of the sandbox', () => {
  const stage = useStage();

  it('goes forward by a button, and tokens and subscriptions with it', async () => {
    const { sandbox } = stage();
    const { customerId } = sandbox.addCustomer({ email: 'ada@reader.example' });
    await loginToken(sandbox, customerId);
    await stage().open();
    await stage().panel('Login tokens').getByText('4:5').waitFor();
    await stage().button('Go forward: 6 minutes').click();
    await stage().panel('Login tokens').getByText('Expired', { exact: true }).waitFor();
    // The page said 'The clock went forward.' after the first button, too: only the date tells that the second is through.
    const inAMonth = new Date(sandbox.clock.now() + 31 * DAY);
    await stage().button('Go forward: A month').click();
    const shown = inAMonth.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
    await stage().panel('Time').getByText(shown).waitFor();
    await stage().said('The clock went forward.');
    const ahead = sandbox.clock.now() - Date.now();
    expect(Math.round(ahead / MINUTE)).to.equal(31 * 24 * 60 + 6);
  });

  it('ends a subscription that a button has cancelled', async () => {
    const { sandbox } = stage();
    const ada = sandbox.addCustomer({ email: 'ada@reader.example', bought: ['PLUS', 'NEWS'] });
    await stage().open();
    const name = 'Unsubscribe ada@reader.example from PLUS';
    await stage().button(name).click();
    await stage().said('Unsubscribed ada@reader.example from PLUS.');
    await stage().panel('Customers').getByText('cancelled, until').waitFor();
    await stage().button(name).waitFor({ state: 'detached' });
    sandbox.clock.advance(32 * DAY);
    const hasBought = (productId: string) => clientOf(sandbox).hasUserBought({ customerId: ada.customerId }, productId);
    expect([await hasBought('PLUS'), await hasBought('NEWS')]).to.deep.equal([false, true]);
  });
});
