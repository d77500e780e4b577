// Which words each door of the sandbox finds for what it does not have, and what it reads of a body.
import { expect } from 'chai';
import { pollutedWith } from '../hostile/polluted.js';
import { callApi, send, useSandbox } from './support.js';
import { callV3 } from './v3/support.js';

describe('the endpoints of the sandbox', () => {
  const sandbox = useSandbox();

  it('say that there is no such call in the words of whoever was asked', async () => {
    const v2 = await callApi(sandbox(), { path: '/api/v2/user/a/b/c' });
    expect([v2.status, v2.json]).to.deep.equal([404, { error: '404', description: 'There is no such call.' }]);
    const v3 = await callV3(sandbox(), { path: '/customers/1/nothing' });
    expect([v3.status, v3.json]).to.deep.equal([404, { errorCode: 99404, errorMessage: 'There is no such call.' }]);
    const authorization = `Bearer ${sandbox().options.secret}`;
    const control = await send(sandbox(), { path: '/sandbox/nothing', headers: { authorization } });
    expect([control.status, control.json?.description]).to.deep.equal([404, 'There is no such call.']);
    const page = await send(sandbox(), { method: 'POST', path: '/checkout', body: {} });
    expect([page.status, page.text]).to.deep.equal([404, 'The sandbox has no such page.\n']);
  });

  it('answer HEAD as GET where there is a page, and know no HEAD of an API', async () => {
    const { status, headers, text } = await send(sandbox(), { method: 'HEAD', path: '/checkout' });
    expect([status, text]).to.deep.equal([200, '']);
    expect(Number(headers['content-length'])).to.be.above(100);
    expect((await callApi(sandbox(), { method: 'HEAD', path: '/api/v2/paywall/state' })).status).to.equal(404);
  });

  it('read nothing of a body that was not sent, though a prototype of the process has it', async () => {
    const register = { method: 'POST', path: '/api/v2/externalUser/register' };
    const body = { email: 'ada@example.com', language: 'en' };
    const ask = () => callApi(sandbox(), { ...register, body });
    await ask();
    const { status, text } = await pollutedWith({ failByExistingEmail: true }, ask);
    expect(status, text).to.equal(200);
  });
});
