// `express-plenigo sandbox` in this process: what it prints works, it reads its file, and it stops when told to.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { run } from '../../lib/cli/run.js';
import { createPlenigo, PlenigoClient } from '../../lib/index.js';
import type * as v2 from '../../lib/v2/options.js';
import { PlenigoClient as V3Client } from '../../lib/v3/client.js';
import type * as v3 from '../../lib/v3/options.js';
import { silentLogger } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { listen } from '../support/listen.js';
import { openSession } from './io.js';

/** The printed lines as somebody pastes them, by the names of the options. */
function pasted(lines: string) {
  const pairs = [...lines.matchAll(/^PLENIGO_(\w+)=(.+)$/gm)].map(([, name = '', value]) => {
    return [name.toLowerCase().replace(/_(\w)/g, (_, letter) => letter.toUpperCase()), value];
  });
  return Object.fromEntries(pairs) as v2.ClientOptions & v3.ClientOptions & { sdkUrl: string };
}

describe('the command sandbox', () => {
  it('prints lines that work when they are pasted, with what its options say, and how to stop it', async () => {
    const session = openSession({ env: { companyId: 'from-env', secret: 'env-secret' } });
    const ended = run(['sandbox', '--company', 'a-company', '--secret', 'a-secret'], session.io);
    const output = await session.says(/Ctrl\+C/);
    const [forV2 = '', forV3 = ''] = output.split('With API v3');
    const options = pasted(forV2);
    expect(options).to.include({ companyId: 'a-company', secret: 'a-secret' });
    const client = new PlenigoClient({ ...options, logger: silentLogger });
    const customerId = await client.registerUser({ email: 'ada@news.example', externalUserId: 'ada-1' });
    expect(customerId).to.be.a('string').and.not.equal('');
    expect((await fetch(options.sdkUrl)).status).to.equal(200);
    const v3Options = pasted(forV3);
    expect(v3Options).to.have.property('callbackSecret');
    const v3Client = new V3Client({ ...v3Options, logger: silentLogger });
    expect(await v3Client.findCustomer({ customerId })).to.include({ customerId });
    expect((await fetch(v3Options.sdkUrl)).status).to.equal(200);

    session.stop();
    expect(await ended).to.equal(0);
    expect(session.printed()).to.include('has stopped');
    expect((await failure(client.hasUserBought({ externalUserId: 'ada-1' }, 'P'))).code, 'after the end').to.equal(
      'connection-refused',
    );
  });

  it('takes company and secret from the environment, and does not print that secret, which may be a real one', async () => {
    const session = openSession({ env: { companyId: 'from-env', secret: 'never-to-be-seen' } });
    const ended = run(['sandbox'], session.io);
    const output = await session.says(/Ctrl\+C/);
    const options = pasted(output.split('With API v3')[0] ?? '');
    const { client } = createPlenigo({ ...options, secret: 'never-to-be-seen', logger: silentLogger });
    expect(await client.hasUserBought({ externalUserId: 'ada-1' }, 'P')).to.equal(false);
    session.stop();
    await ended;
    expect(output).to.include('from-env').and.include('PLENIGO_SECRET').and.not.include('never-to-be-seen');
  });

  it('says in one line why it does not start', async () => {
    const other = await listen((_req, res) => res.end());
    for (const [arg, words] of [
      [`--port=${new URL(other.url).port}`, /^Port \d+ is busy\..*--port 0$/],
      ['--company=', /companyId/],
    ] as const) {
      const session = openSession();
      expect(await run(['sandbox', arg], session.io)).to.equal(1);
      expect(session.complaints()).to.match(words).and.not.include('\n');
    }
    await other.close();
  });
});

const GOOD = `{
  "products": {
    "PLUS": { "title": "Plus, monatlich", "price": 9.9, "currency": "EUR", "subscription": "month" }
  },
  "customers": [
    { "email": "ada@reader.example", "externalUserId": "ada-1", "bought": ["PLUS"] },
    { "email": "bo@reader.example" }
  ],
  "metering": { "freeViews": 3 },
  "paywall": { "enabled": true },
  "language": "de"
}`;

describe('the file of the command sandbox', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plenigo-config-'));
  const file = join(folder, 'plenigo.json');
  after(() => rmSync(folder, { recursive: true }));

  it('sets the sandbox up', async () => {
    writeFileSync(file, `\uFEFF${GOOD}`);
    const session = openSession();
    const ended = run(['sandbox', '--config', file, '--company', 'my-company', '--secret', 'my-secret'], session.io);
    try {
      const apiUrl = /API_URL=(\S+)/.exec(await session.says(/Ctrl\+C/))?.[1] ?? '';
      const { client } = createPlenigo({ companyId: 'my-company', secret: 'my-secret', apiUrl, logger: silentLogger });
      const { subscriptions } = await client.productsBought({ externalUserId: 'ada-1' });
      expect(subscriptions[0]).to.include({ productId: 'PLUS', title: 'Plus, monatlich' });
      const headers = { authorization: 'Bearer my-secret' };
      const seen = await (await fetch(`${apiUrl}/sandbox/customers`, { headers })).json();
      expect((seen as { customers: unknown[] }).customers).to.have.length(2);
    } finally {
      session.stop();
    }
    expect(await ended).to.equal(0);
  });

  const edit = (from: string, to: string) => {
    expect(GOOD).to.include(from);
    return GOOD.replace(from, to);
  };
  const wrong: [string, string, RegExp][] = [
    ['a price in words', edit('9.9', '"9.90"'), /:3: "products\.PLUS\.price" must be a number from 0 on$/],
    ['a missing title', edit('"title": "Plus, monatlich", ', ''), /:3: "products\.PLUS\.title" is missing$/],
    ['an interval', edit('"month"', '"monthly"'), /:3: "products\.PLUS\.subscription" must be one of true, false, m/],
    ['an address', edit('bo@reader.example', 'bo'), /:7: "customers\[1\]\.email" must be an e-mail address$/],
    ['two of one address', edit('bo@', 'Ada@'), /:7: "customers\[1\]" does not fit: .* e-mail address\.$/],
    ['what is bought', edit('["PLUS"]', '[\n"PLUS", 7]'), /:7: "customers\[0\]\.bought\[1\]" must be a non-empty s/],
    ['free views', edit('3', '-3'), /:9: "metering\.freeViews" must be a whole number from 0/],
    ['the switch', edit('{ "enabled": true }', 'false'), /:10: "paywall" must be an object$/],
    ['a language', edit('"de"', '"fr"'), /:11: "language" must be one of de, en$/],
    ['a name', edit('"metering"', '"metring"'), /:9: "metring" is not known here; there are products, offers, ti/],
    ['what the command says', edit('{', '{\n"port": 80,'), /:2: "port" is not known here/],
    ['no object', '[]', /:1: It must be an object$/],
    ['a missing comma', edit('],\n', ']\n'), /:9: this is no JSON: expected "," or "}", but there is something else$/],
    ['a comma too many', edit('"de"\n', '"de",\n'), /:12: .* expected no comma before the end, but there is }$/],
    ['an open end', GOOD.slice(0, -2), /:11: .* expected "," or "}", but the file ends$/],
    ['single quotes', edit('"de"', "'de'"), /:11: .* expected a value, but there is '$/],
    ['a name without quotes', edit('"language"', 'language'), /:11: .* expected a name in double quotes/],
    ['a name twice', edit('"language"', '"paywall"'), /:11: "paywall" is there twice$/],
    ['two objects', `${GOOD}\n{}`, /:13: .* expected the end, but there is {$/],
    ['nothing', '', /:1: .* expected a value, but the file ends$/],
  ];
  for (const [what, text, message] of wrong) {
    it(`tells of a mistake by file, line and field, and starts nothing: ${what}`, async () => {
      writeFileSync(file, text);
      const session = openSession();
      expect(await run(['sandbox', '--config', file], session.io)).to.equal(1);
      expect(session.complaints()).to.match(message).and.not.include('\n');
      expect([session.complaints().startsWith(`${file}:`), session.printed()]).to.deep.equal([true, '']);
    });
  }

  it('has to be there, and is not blamed for the command’s own options', async () => {
    const missing = openSession();
    expect(await run(['sandbox', '--config', join(folder, 'other.json')], missing.io)).to.equal(1);
    expect(missing.complaints()).to.match(/other\.json: there is no such file$/);
    writeFileSync(file, GOOD);
    const session = openSession();
    expect(await run(['sandbox', '--config', file, '--company='], session.io)).to.equal(1);
    expect(session.complaints()).to.include('"companyId"').and.not.include(file);
  });
});
