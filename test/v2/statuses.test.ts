/** What each status of plenigo's table means, for the calls that it has a meaning of its own for, and for all others. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect } from 'chai';
import { isOutage, PlenigoApiError, type PlenigoErrorCode } from '../../lib/base/errors.js';
import type { Fetch } from '../../lib/base/options.js';
import type { V2CallName } from '../../lib/sandbox/types.js';
import { pollutedWith } from '../hostile/polluted.js';
import { useHandClock } from '../resilience/clock.js';
import { clientFor, sampleCall, sampleCalls } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { type Answer, json, text, useRecordingServer } from '../support/recording-server.js';

/** What a status means for every call, and what its error tells the reader of a log to do. */
const everyCall: Record<number, [PlenigoErrorCode, RegExp]> = {
  400: ['invalid-parameters', /check the ids/],
  401: ['invalid-credentials', /company id or secret is wrong: check both/],
  402: ['module-missing', /ask plenigo which module/],
  403: ['forbidden', /ask plenigo what your contract allows/],
  423: ['registration-locked', /try again in a few seconds/],
  429: ['rate-limited', /try again later/],
  500: ['server-error', /try again, and tell plenigo/],
  502: ['bad-gateway', /try again later/],
  503: ['service-unavailable', /try again later/],
  504: ['gateway-timeout', /try again later/],
};
// plenigo's table knows none of these.
for (const status of [301, 302, 307, 405, 409, 418, 501, 599])
  everyCall[status] = ['unexpected-status', /check apiUrl/];

/** What it means for one. */
const oneCall: [V2CallName, number, PlenigoErrorCode, RegExp][] = [
  ['registerUser', 403, 'closed-user-group-missing', /ask plenigo to switch on external user management/],
  ['registerUser', 404, 'unexpected-status', /check apiUrl/],
  ['registerUser', 409, 'email-exists', /link that one, or let the reader use another/],
  ['createLoginToken', 403, 'closed-user-group-missing', /ask plenigo to switch on/],
  ['createLoginToken', 404, 'customer-not-found', /register the user first/],
  ['createLoginToken', 409, 'unexpected-status', /check apiUrl/],
  ['changeEmail', 403, 'closed-user-group-missing', /ask plenigo to switch on/],
  ['changeEmail', 404, 'customer-not-found', /register the user first/],
  ['changeEmail', 409, 'email-exists', /let the reader use another/],
  ['importCustomerAccess', 404, 'customer-not-found', /register the user first/],
  ['addExternalCustomerId', 403, 'forbidden', /ask plenigo what your contract allows/],
  ['addExternalCustomerId', 404, 'customer-not-found', /register the user first/],
  ['addExternalCustomerId', 409, 'external-id-conflict', /another external user id already/],
  ['productsBought', 403, 'forbidden', /ask plenigo what your contract allows/],
  ['isPaywallEnabled', 403, 'forbidden', /ask plenigo what your contract allows/],
  ['isPaywallEnabled', 404, 'unexpected-status', /check apiUrl/],
  ['changeAddress', 403, 'forbidden', /ask plenigo what your contract allows/],
  ['changeAddress', 404, 'customer-not-found', /register the user first/],
];

describe('a status that is not a success', () => {
  const server = useRecordingServer();

  async function expectError([call, status, code, advice]: (typeof oneCall)[number]): Promise<void> {
    const location = `${server().url}/elsewhere`;
    server().answer = json(status, { error: 'E', description: 'D' }, { location });
    const error = await failure(sampleCall(call).run(clientFor(server().url)));
    expect(error).to.be.instanceOf(PlenigoApiError);
    expect(error).to.include({ name: 'PlenigoApiError', code, call, status });
    expect(error.message).to.match(advice).and.contain(`${call}, status ${status}`);
    expect(isOutage(error)).to.equal(status >= 500);
    expect(server().requests.map(({ url }) => url)).to.not.contain('/elsewhere');
  }

  for (const [status, [code, advice]] of Object.entries(everyCall))
    it(`${status} means ${code}`, () => expectError(['importCustomerAccess', Number(status), code, advice]));

  for (const row of oneCall) {
    const [call, status, code] = row;
    it(`${status} means ${code} for ${call}`, () => expectError(row));
  }

  it('means the same for every call, if it has no meaning of its own', async () => {
    for (const { call } of sampleCalls) await expectError([call, 401, 'invalid-credentials', /check both/]);
  });

  it('means the same when somebody has put it on every object', async () => {
    const poison = { 404: 'email-exists', 418: 'email-exists', 'registerUser 404': 'email-exists' };
    await pollutedWith(poison, async () => {
      await expectError(['importCustomerAccess', 418, 'unexpected-status', /check apiUrl/]);
      await expectError(['changeEmail', 404, 'customer-not-found', /register the user first/]);
      await expectError(['registerUser', 404, 'unexpected-status', /check apiUrl/]);
    });
  });

  it('means the same whatever the body is, and however it breaks off', async () => {
    const client = clientFor(server().url);
    const brokenOff: Answer = (response) => {
      response.writeHead(401, { 'content-length': '100' });
      response.write('{"error":', () => response.socket?.destroy());
    };
    const long = text(401, 'x'.repeat(1_000_000), { 'transfer-encoding': 'chunked' });
    for (const answer of [text(401, ''), text(401, '<h1>no</h1>'), text(401, '{"half": '), long, brokenOff]) {
      server().answer = answer;
      expect((await failure(sampleCall('createLoginToken').run(client))).code).to.equal('invalid-credentials');
    }
  });

  it('tells how long plenigo asks to wait, in seconds or as a date', async () => {
    const client = clientFor(server().url);
    const retryAfter = async (header?: string) => {
      server().answer = json(429, {}, header === undefined ? {} : { 'retry-after': header });
      return (await failure(client.createLoginToken({ customerId: '1' }))) as PlenigoApiError;
    };
    expect([(await retryAfter('7')).retryAfter, (await retryAfter('0')).retryAfter]).to.deep.equal([7000, 0]);
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    expect((await retryAfter(inAnHour)).retryAfter).to.be.within(3_500_000, 3_600_000);
    expect((await retryAfter('Wed, 21 Oct 2015 07:28:00 GMT')).retryAfter).to.equal(0);
    for (const nonsense of [undefined, '', 'soon', '-5', '1.5', '1e3'])
      expect((await retryAfter(nonsense)).retryAfter, nonsense).to.equal(undefined);
  });
});

/** Where Node and its fetch tell of the head of an answer that has come. */
const HEADS = ['http.client.response.finish', 'undici:request:headers'];

describe('a status whose body does not come to an end in time', () => {
  const server = useRecordingServer();
  const clock = useHandClock();

  for (const [name, injected] of Object.entries<Fetch | undefined>({
    'the default transport': undefined,
    'an injected fetch': (url, init) => fetch(url, init),
    'a fetch that ignores signals': (url, { signal: _signal, ...init }) => fetch(url, init),
  })) {
    it(`means the same, with ${name}`, async () => {
      server().answer = (response) => void response.writeHead(404, { 'content-length': '100' }).write('{');
      const begun = new Promise<void>((resolve) => {
        const hear = () => {
          for (const name of HEADS) unsubscribe(name, hear);
          resolve();
        };
        for (const name of HEADS) subscribe(name, hear);
      });
      const client = clientFor(server().url, { fetch: injected });
      const error = failure(sampleCall('createLoginToken').run(client));
      await begun;
      // Who waits for the head has it a moment later.
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      clock().tick(15_000);
      expect((await error).code).to.equal('customer-not-found');
    });
  }
});
