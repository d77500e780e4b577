/** Every status of plenigo's table, for every call: which error it becomes, or that it is an answer. */
import { expect } from 'chai';
import { PlenigoApiError, type PlenigoErrorCode } from '../../lib/errors.js';
import type { CallName } from '../../lib/v2/wire.js';
import { clientFor, sampleCalls } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { inTurn, json, text, useRecordingServer } from '../support/recording-server.js';

const everyCall: Record<number, PlenigoErrorCode> = {
  301: 'unexpected-status',
  302: 'unexpected-status',
  307: 'unexpected-status',
  400: 'invalid-parameters',
  401: 'invalid-credentials',
  402: 'module-missing',
  403: 'forbidden',
  404: 'unexpected-status',
  405: 'unexpected-status',
  409: 'unexpected-status',
  418: 'unexpected-status',
  423: 'registration-locked',
  429: 'rate-limited',
  500: 'server-error',
  501: 'unexpected-status',
  502: 'bad-gateway',
  503: 'service-unavailable',
  504: 'gateway-timeout',
};

const oneCall: Record<CallName, Record<number, PlenigoErrorCode | 'not bought'>> = {
  registerUser: { 403: 'closed-user-group-missing', 409: 'email-exists' },
  createLoginToken: { 403: 'closed-user-group-missing', 404: 'customer-not-found' },
  changeEmail: { 403: 'closed-user-group-missing', 404: 'customer-not-found', 409: 'email-exists' },
  importCustomerAccess: { 404: 'customer-not-found' },
  addExternalCustomerId: { 404: 'customer-not-found', 409: 'external-id-conflict' },
  hasUserBought: { 403: 'not bought', 404: 'customer-not-found' },
};

/** What each code must tell the reader of a log to do. */
const advice: Partial<Record<PlenigoErrorCode, RegExp>> = {
  'invalid-parameters': /check the ids/,
  'invalid-credentials': /company id or secret is wrong: check both/,
  'module-missing': /ask plenigo which module/,
  'closed-user-group-missing': /ask plenigo to switch on external user management/,
  forbidden: /ask plenigo what your contract allows/,
  'customer-not-found': /register the user first/,
  'email-exists': /link that customer, or let the reader use another address/,
  'registration-locked': /try again in a few seconds/,
  'rate-limited': /try again later/,
  'server-error': /try again, and tell plenigo/,
  'unexpected-status': /check apiUrl/,
};

describe('a status that is not a success', () => {
  const server = useRecordingServer();

  for (const { call, run } of sampleCalls) {
    for (const status of Object.keys(everyCall).map(Number)) {
      const code = oneCall[call][status] ?? everyCall[status];
      it(`${status} means ${code} for ${call}`, async () => {
        server().answer = json(
          status,
          { error: 'E', description: 'D' },
          { location: `${server().url}/elsewhere` },
        );
        const client = clientFor(server().url);
        if (code === 'not bought') {
          expect(await run(client)).to.equal(false);
          return;
        }
        const error = await failure(run(client));
        expect(error).to.be.instanceOf(PlenigoApiError);
        expect(error).to.include({ name: 'PlenigoApiError', code, call, status });
        expect(error.message).to.contain(`${call}, status ${status}`);
        const expected = advice[error.code];
        if (expected) expect(error.message).to.match(expected);
        expect(server().requests.map(({ url }) => url)).to.not.contain('/elsewhere');
      });
    }
  }

  it('means the same whatever the body is, and however it breaks off', async () => {
    const client = clientFor(server().url);
    for (const answer of [
      text(401, ''),
      text(401, '<h1>no</h1>'),
      text(401, '{"half": '),
      text(401, 'x'.repeat(1_000_000), { 'transfer-encoding': 'chunked' }),
      inTurn((response) => {
        response.writeHead(401, { 'content-length': '100' });
        response.write('{"error":', () => response.socket?.destroy());
      }),
    ]) {
      server().answer = answer;
      for (const { run } of sampleCalls)
        expect((await failure(run(client))).code).to.equal('invalid-credentials');
    }
  });

  it('means the same when its body does not come to an end in time', async () => {
    server().answer = (response) => {
      response.writeHead(404, { 'content-length': '100' }).write('{');
    };
    const client = clientFor(server().url, { timeout: 1000 });
    expect((await failure(client.createLoginToken({ customerId: '1' }))).code).to.equal('customer-not-found');
    await server().allClosed();
  });

  it('tells how long plenigo asks to wait, in seconds or as a date', async () => {
    const client = clientFor(server().url);
    const retryAfter = async (header?: string) => {
      server().answer = json(429, {}, header === undefined ? {} : { 'retry-after': header });
      return (await failure(client.createLoginToken({ customerId: '1' }))) as PlenigoApiError;
    };
    expect((await retryAfter('7')).retryAfter).to.equal(7000);
    expect((await retryAfter('0')).retryAfter).to.equal(0);
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    expect((await retryAfter(inAnHour)).retryAfter).to.be.within(3_500_000, 3_600_000);
    expect((await retryAfter('Wed, 21 Oct 2015 07:28:00 GMT')).retryAfter).to.equal(0);
    for (const nonsense of [undefined, '', 'soon', '-5', '1.5', '1e3']) {
      expect((await retryAfter(nonsense)).retryAfter, nonsense).to.equal(undefined);
    }
  });
});
