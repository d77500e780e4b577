/** Nothing secret or personal leaves: every error, log line and diagnostics event of every fault is searched for it. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { expect } from 'chai';
import nodeFetch from 'node-fetch';
import type { Fetch, Logger } from '../../lib/base/options.js';
import { PlenigoClient } from '../../lib/v2/client.js';
import { COMPANY_ID, SECRET } from '../support/calls.js';
import { type Answer, json, reset, silence, text, useRecordingServer } from '../support/recording-server.js';

const EMAIL = 'private.reader@mail.example';
const USER_ID = 'user-id-4711';
const LOGIN_TOKEN = 'LOGIN-TOKEN-0815';

/** Answers that repeat whatever they were sent, as debugging proxies and careless services do. */
const echo = { error: EMAIL, description: `${USER_ID} ${LOGIN_TOKEN}`, loginToken: LOGIN_TOKEN };
const answers: Record<string, Answer> = {
  ...Object.fromEntries(
    [302, 400, 401, 402, 403, 404, 409, 418, 423, 429, 500, 502, 503, 504].map((status) => [
      `status ${status}`,
      json(status, echo, { location: `https://elsewhere.example/${LOGIN_TOKEN}`, 'x-echo': EMAIL }),
    ]),
  ),
  'a success': json(200, { loginToken: LOGIN_TOKEN, customerId: USER_ID }),
  'broken JSON': text(200, `{"loginToken":"${LOGIN_TOKEN}", "email":"${EMAIL}"`),
  'a token of the wrong type': json(200, { loginToken: [LOGIN_TOKEN], customerId: [EMAIL] }),
  HTML: text(200, `<p>${EMAIL} ${LOGIN_TOKEN}`),
  'too much': text(200, LOGIN_TOKEN.repeat(100_000)),
  'a reset': reset,
  silence,
  'half a body': (response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write(`{"loginToken":"${LOGIN_TOKEN}`, () => response.socket?.destroy());
  },
};

const transports: Record<string, Fetch | undefined> = {
  'the default transport': undefined,
  'an injected node-fetch': nodeFetch,
  'the built-in fetch': (url, init) => fetch(url, init),
  'a talkative fetch': (url, init) =>
    Promise.reject(
      Object.assign(new Error(`failed: ${url} ${JSON.stringify(init)}`), {
        code: `E ${EMAIL}`,
        request: init,
        cause: new Error(`${JSON.stringify(init.headers)} ${init.body} ${LOGIN_TOKEN}`),
      }),
    ),
};

/** Everything that a log could make of a value. */
function everythingAbout(value: unknown): string {
  const parts = [
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
    JSON.stringify(value) ?? '',
    String(value),
  ];
  for (let error = value; error instanceof Error; error = error.cause) {
    parts.push(error.message, error.stack ?? '', JSON.stringify(error, Object.getOwnPropertyNames(error)));
  }
  return parts.join('\n');
}

function expectNothingSecret(value: unknown, where: string): void {
  const told = everythingAbout(value);
  for (const [what, secret] of Object.entries({
    'the secret': SECRET,
    'a login token': LOGIN_TOKEN,
    'an e-mail address': EMAIL,
    'a user id': USER_ID,
  })) {
    if (told.includes(secret)) expect.fail(`${where} shows ${what}: ${told}`);
  }
  if (/eyJ[\w-]+\./.test(told)) expect.fail(`${where} shows a JWT: ${told}`);
}

describe('nothing secret leaves', () => {
  const server = useRecordingServer();

  for (const [transport, injected] of Object.entries(transports)) {
    it(`through errors, log lines, diagnostics events or warnings, with ${transport}`, async () => {
      const seen: unknown[] = [];
      const errors: unknown[] = [];
      const line = (...parts: unknown[]) => seen.push(parts);
      const logger: Logger = { debug: line, info: line, warn: line, error: line };
      subscribe('express-plenigo:call', line);
      try {
        for (const answer of Object.values(answers)) {
          server().answer = answer;
          const client = new PlenigoClient({
            companyId: COMPANY_ID,
            secret: SECRET,
            apiUrl: server().url,
            timeout: 150,
            circuitBreaker: true,
            logger,
            fetch: injected,
          });
          const ref = { externalUserId: USER_ID };
          const outcomes = await Promise.allSettled([
            client.registerUser({ email: EMAIL, externalUserId: USER_ID, firstName: EMAIL }),
            client.createLoginToken(ref),
            client.changeEmail(ref, EMAIL),
            client.importCustomerAccess(ref, [USER_ID]),
            client.addExternalCustomerId(USER_ID, USER_ID),
            client.hasUserBought(ref, 'P1'),
          ]);
          for (const outcome of outcomes) if (outcome.status === 'rejected') errors.push(outcome.reason);
          seen.push(client);
        }
      } finally {
        unsubscribe('express-plenigo:call', line);
      }
      expect(errors.length).to.be.above(80);
      expect(seen.length).to.be.above(200);
      for (const error of errors) expectNothingSecret(error, 'an error');
      for (const value of seen) expectNothingSecret(value, 'a log line, event or client');
    });
  }

  it('through errors about wrong arguments and options', async () => {
    const options = { companyId: COMPANY_ID, secret: SECRET, apiUrl: server().url };
    const client = new PlenigoClient(options);
    const attempts: (() => unknown)[] = [
      () => new PlenigoClient(SECRET as never),
      () => new PlenigoClient([SECRET] as never),
      () => new PlenigoClient({ ...options, secret: [SECRET] as never }),
      () => new PlenigoClient({ ...options, apiUrl: `http://${EMAIL}/${LOGIN_TOKEN}` }),
      () => new PlenigoClient({ ...options, language: SECRET }),
      () => new PlenigoClient({ ...options, testMode: SECRET as never }),
      () => client.registerUser({ email: `${EMAIL} ` }),
      () => client.registerUser({ email: EMAIL, language: EMAIL.padEnd(60) }),
      () => client.createLoginToken(USER_ID as never),
      () => client.createLoginToken({ externalUserId: { id: USER_ID } as never }),
      () => client.hasUserBought({ externalUserId: USER_ID }, `${USER_ID} ${USER_ID}`),
    ];
    for (const attempt of attempts) {
      try {
        await attempt();
        expect.fail('should have been refused');
      } catch (error) {
        expectNothingSecret(error, 'an error');
      }
    }
  });

  it('through a client that is inspected', () => {
    const client = new PlenigoClient({ companyId: COMPANY_ID, secret: SECRET });
    expectNothingSecret(client, 'the client');
    expectNothingSecret({ client }, 'an object that holds the client');
  });
});
