// Faults on demand: which requests they hit, and how.
import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../lib/sandbox/index.js';
import { collectWarnings } from '../support/warnings.js';
import { callApi } from './support.js';

const REGISTER = '/api/v2/externalUser/register';
const BOUGHT = '/api/v2/user/product?customerId=A&productId=P&testMode=false&useExternalCustomerId=false';

describe('sandbox.inject', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.close());

  const bought = () => callApi(sandbox, { path: BOUGHT });
  const register = (email = 'a@example.com') =>
    callApi(sandbox, { method: 'POST', path: REGISTER, body: { email, language: 'en' } });

  it('makes the next request fail with a status, once, in the order they came, and changes nothing by it', async () => {
    sandbox.inject({ status: 503 });
    sandbox.inject({ delay: 1, status: 504 });
    sandbox.inject({ status: 500 });
    const { status, json } = await bought();
    expect(status).to.equal(503);
    expect(json).to.have.keys('error', 'description');
    expect((await bought()).status).to.equal(504);
    expect((await register()).status).to.equal(500);
    expect(sandbox.customers).to.deep.equal([]);
    expect((await bought()).status).to.equal(403);
    expect(sandbox.requests.map((request) => request.status)).to.deep.equal([503, 504, 500, 403]);
  });

  it('goes on for ever until it is removed', async () => {
    const remove = sandbox.inject({ status: 500, times: Number.POSITIVE_INFINITY });
    for (const _time of [1, 2]) expect((await bought()).status).to.equal(500);
    for (const _time of [1, 2]) remove();
    expect((await bought()).status).to.equal(403);
  });

  it('answers with a body that is no JSON, half of one, a JSON body, or other headers', async () => {
    sandbox.inject({ body: '<html>maintenance</html>' });
    sandbox.inject({ body: '{"customerId": "A' });
    sandbox.inject({ body: {} });
    sandbox.inject({ status: 503, headers: { 'retry-after': '7' } });
    const page = await bought();
    expect([page.status, page.text]).to.deep.equal([200, '<html>maintenance</html>']);
    expect(page.headers['content-type']).to.match(/^text\/html/);
    expect((await bought()).text).to.equal('{"customerId": "A');
    expect((await bought()).json).to.deep.equal({});
    expect((await bought()).headers['retry-after']).to.equal('7');
  });

  it('only delays when nothing else is said, or resets the connection', async () => {
    sandbox.inject({ delay: 1 });
    expect((await register()).status).to.equal(200);
    expect(sandbox.customers).to.have.length(1);
    sandbox.inject({ reset: true });
    const error = await bought().catch((reason: unknown) => reason);
    expect(error).to.have.property('code', 'ECONNRESET');
    expect(sandbox.requests[1]).to.have.property('status', 0);
  });

  it('hangs until the sandbox closes', async () => {
    sandbox.inject({ hang: true });
    sandbox.inject({ delay: 3_600_000 });
    const pending = Promise.allSettled([bought(), bought()]);
    while (sandbox.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await sandbox.close();
    expect((await pending).map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect(sandbox.requests.map(({ status }) => status)).to.deep.equal([0, 0]);
  });

  it('delays many at once, without a warning of the process', async () => {
    sandbox.inject({ delay: 3_600_000, times: 20 });
    const warnings = await collectWarnings(async () => {
      const pending = Promise.allSettled(Array.from({ length: 20 }, () => bought()));
      while (sandbox.requests.length < 20) await new Promise((resolve) => setImmediate(resolve));
      await sandbox.close();
      await pending;
    });
    expect(warnings).to.deep.equal([]);
  });

  it('refuses what makes no sense', () => {
    for (const [name, value] of Object.entries({ times: 0, status: 99, delay: -1 }))
      expect(() => sandbox.inject({ [name]: value })).to.throw(TypeError, name);
  });
});
