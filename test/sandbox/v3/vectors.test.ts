// Every recorded exchange of API v3, told to one sandbox as one story.
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { startSandbox } from '../../../lib/sandbox/index.js';
import { type Answer, send } from '../support.js';
import { openSession } from './support.js';

interface Exchange {
  name: string;
  request: { method: string; path: string; headers: Record<string, string>; body?: Record<string, unknown> };
  response: { status: number; body: Record<string, unknown> };
}

const exchanges: Exchange[] = JSON.parse(readFileSync(new URL('../../data/v3.json', import.meta.url), 'utf8'));

/** What the service makes up, and what the recorded customer had from before: only its type is compared. */
const MADE_UP = [
  ...['registrationDate', 'registrationSource', 'createdDate', 'changedDate', 'invoiceEmail', 'createdAt'],
  ...['customerSession', 'removalToken', 'sessionId', 'transferToken', 'purchaseId', 'errorMessage'],
  ...['lifeTimeStart', 'maxCacheDate', 'itemId', 'itemType', 'productId', 'plenigoProductId', 'plenigoStepId'],
];

function compare(actual: unknown, expected: unknown, path: string): void {
  const name = path.split('.').pop() ?? '';
  if (Array.isArray(expected)) {
    expect(actual, path).to.be.an('array').of.length(expected.length);
    expected.forEach((entry, i) => {
      compare((actual as unknown[])[i], entry, `${path}.${i}`);
    });
  } else if (typeof expected === 'object' && expected !== null) {
    for (const [key, value] of Object.entries(expected)) {
      const found = (actual as Record<string, unknown>)[key];
      if (found === undefined && MADE_UP.includes(key)) continue;
      compare(found, value, `${path}.${key}`);
    }
  } else if (MADE_UP.includes(name)) {
    expect(typeof actual, path).to.equal(typeof expected);
  } else {
    expect(actual, path).to.equal(expected);
  }
}

describe('every exchange of API v3', () => {
  const MARA = '480015';
  /** What the sandbox has answered, and the id that it gave the customer who was created. */
  const answers = new Map<string, { answer: Answer; createdId: string | undefined }>();

  // The exchanges build on one another, so they are told once and in order; the tests only compare.
  before(async () => {
    let sandbox = await startSandbox({ apiToken: 'test-api-token' });
    let session = '';
    const meanwhile: Record<string, () => unknown> = {
      'create a customer session: too many are open (status 200 is the refusal)': () =>
        openSession(sandbox, MARA, { os: 'Android 15', browser: 'Chrome' }),
      'access: one of the asked rights is held': () =>
        sandbox
          .find({ customerId: MARA })
          ?.purchases.push({ productId: 'archive-pass', offerId: 'O_EXAMPLE00000000003', at: sandbox.clock.now() }),
      'any call with a wrong API token': async () => {
        await sandbox.close();
        sandbox = await startSandbox();
      },
    };
    try {
      for (const { name, request } of exchanges) {
        await meanwhile[name]?.();
        const { body, ...call } = request;
        const sent = body?.customerSession ? { customerSession: session } : body;
        const answer = await send(sandbox, { ...call, body: sent });
        session = String(answer.json?.customerSession ?? session);
        answers.set(name, { answer, createdId: sandbox.find({ externalUserId: 'user-7f3c9a' })?.customerId });
      }
    } finally {
      await sandbox.close();
    }
  });

  for (const { name, request, response } of exchanges) {
    it(name, () => {
      const told = answers.get(name);
      if (!told) throw new Error('the exchange was not told');
      const { answer, createdId = '771204' } = told;
      expect(answer.status, answer.text).to.equal(response.status);
      compare(answer.json, JSON.parse(JSON.stringify(response.body).replaceAll('771204', createdId)), 'body');
      if (!('customerBlocked' in response.body) && request.path.includes('hasAccess'))
        expect(Object.keys(answer.json ?? {})).to.deep.equal(Object.keys(response.body));
    });
  }
});
