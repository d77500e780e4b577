/** The checks: what fits, what does not, and that a polluted prototype changes nothing. */
import { expect } from 'chai';
import { checkFields } from '../../lib/base/check.js';
import { parseWebAddress, rules } from '../../lib/base/rules.js';
import { createPlenigo } from '../../lib/entries/v2.js';
import { PlenigoClient } from '../../lib/v2/client.js';
import { resolveOptions } from '../../lib/v2/options.js';
import { createPaymentData } from '../../lib/v2/product.js';
import { pollutedWith } from '../hostile/polluted.js';
import { COMPANY_ID, clientFor, SECRET, silentLogger } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { json, useRecordingServer } from '../support/recording-server.js';

describe('a web address', () => {
  it('is one after ten thousand others, too: the URL.canParse of Node 20 then refuses names with accents', () => {
    for (let time = 0; time < 10_000; time += 1) parseWebAddress(`https://a.example/${time}`);
    expect(parseWebAddress('https://bücher.example/ü')?.hostname).to.equal('xn--bcher-kva.example');
  });
});

describe('fields that are checked', () => {
  const petRules = { name: rules.text, tame: rules.boolean };
  const check = (input: unknown) =>
    checkFields(input, { rules: petRules, subject: { name: 'pet', code: 'invalid-argument' }, required: ['name'] });

  it('are a copy that inherits nothing, and without what is undefined', () => {
    const input = { name: 'Rex', tame: undefined };
    const fields = check(input);
    expect(fields).to.not.equal(input);
    expect(fields).to.not.be.instanceOf(Object);
    expect(['toString' in fields, Object.keys(fields)]).to.deep.equal([false, ['name']]);
  });

  const hostile: [input: unknown, says: RegExp][] = [
    [Object.create({ name: 'Rex' }), /pet\.name is missing, expected a string that is not empty/],
    [JSON.parse('{"name":"Rex","__proto__":{"tame":true}}'), /pet has no field "__proto__"; known are name, tame/],
    ...['constructor', 'toString', 'hasOwnProperty', 'valueOf'].map((name): [unknown, RegExp] => [
      { name: 'Rex', [name]: 'x' },
      /pet has no field/,
    ]),
  ];
  it('are the own ones only, and none of those that every object inherits', async () => {
    for (const [input, says] of hostile) expect((await failure(() => check(input))).message).to.match(says);
  });
});

describe('the error about a wrong value', () => {
  const message = async (work: () => unknown) => (await failure(work)).message;

  it('repeats no secret that got into another option', async () => {
    const secret = 'hunter-two';
    const options = { companyId: COMPANY_ID, secret: SECRET };
    const listed = await message(() => createPlenigo({ ...options, unknown: 1 } as never));
    const names = /known are ([\w, ]+)/.exec(listed)?.[1]?.split(', ') ?? [];
    let refused = 0;
    for (const name of names.filter((name) => name !== 'companyId' && name !== 'secret')) {
      const error = await failure(() => createPlenigo({ ...options, [name]: secret }));
      expect(error.message, name).to.include(`createPlenigo.${name}: got a string of 10 characters`);
      refused += 1;
    }
    expect(refused).to.be.above(10);
  });

  it('shows of a product numbers, flags and short words, which tell the slip', async () => {
    const got = (fields: object) => message(() => createPaymentData({ id: 'P1', ...fields }, {}, { secret: SECRET }));
    expect(await got({ price: -1 })).to.include('price: got number -1,');
    expect(await got({ type: true })).to.include('type: got boolean true,');
    expect(await got({ type: 'ABCDEFGHIJKL' })).to.include('type: got "ABCDEFGHIJKL",');
    for (const long of ['ABCDEFGHIJKLM', 'x7Qk', 'a@b.example', 'two words'])
      expect(await got({ type: long })).to.include(`type: got a string of ${long.length} characters,`);
    expect(await got({ title: 7 })).to.include('title: got a value of type number,');
  });
});

describe('a polluted prototype', () => {
  const server = useRecordingServer();

  const options = () => ({ companyId: COMPANY_ID, secret: SECRET, apiUrl: server().url, logger: silentLogger });

  it('does not choose where createPlenigo and its client send to, nor how', async () => {
    const noting = (urls: string[]) => (url: string) => Promise.reject(new Error(`noted ${urls.push(url)}`));
    const [stolen, asked]: [string[], string[]] = [[], []];
    const [fetch, own] = [noting(stolen), noting(asked)];
    const addresses = { apiUrl: 'https://evil.example', sdkUrl: 'https://evil.example', environment: 'stage' };
    const evil = { ...addresses, testMode: true, language: 'xx', trustEmails: true, circuitBreaker: false };
    const { companyId, secret } = options();
    const { config, clients, leftAlone } = await pollutedWith({ ...evil, fetch, timeout: 1 }, () => ({
      config: resolveOptions({ companyId, secret }),
      clients: [createPlenigo(options()).client, new PlenigoClient(options())],
      leftAlone: createPlenigo({ companyId, secret, logger: silentLogger, fetch: own }).client,
    }));
    const plain = { testMode: false, language: 'en', trustEmails: undefined, timeout: 2000, fetch: undefined };
    expect(config).to.include({ ...plain, apiUrl: 'https://api.plenigo.com' });
    expect(config.sdkUrl).to.match(/^https:\/\/static\.plenigo\.com\//);

    server().answer = json(200, { accessGranted: true });
    // Node's own streams break while every object has a `timeout`, so that one and `fetch` are left out of the calls.
    await pollutedWith(evil, async () => {
      for (const client of clients) await client.hasUserBought({ customerId: '1' }, 'P1');
    });
    expect(stolen).to.deep.equal([]);
    await failure(leftAlone.registerUser({ email: 'a@b.example' }));
    expect(asked).to.deep.equal(['https://api.plenigo.com/api/v2/externalUser/register']);
    const expected = '/api/v2/user/product?customerId=1&productId=P1&testMode=false&useExternalCustomerId=false';
    expect(server().requests.map(({ url }) => url)).to.deep.equal([expected, expected]);
  });

  it('does not stand in for options that are missing', async () => {
    await pollutedWith({ secret: 'known to the attacker', companyId: 'C' }, async () => {
      expect((await failure(() => createPlenigo({} as never))).code).to.equal('invalid-option');
      expect((await failure(() => createPaymentData('P1', {}, {} as never))).code).to.equal('invalid-argument');
    });
  });

  it('shows no value that an error hides', async () => {
    const work = () => createPaymentData('P1', {}, { secret: 47110815 as never });
    const { message } = await failure(work);
    expect((await pollutedWith({ show: true }, () => failure(work))).message).to.equal(message);
    expect(message).to.not.include('47110815');
  });

  it('does not change whom a call is about or what it says', async () => {
    server().answer = json(200, { customerId: '1', loginToken: 't' });
    const person = { externalUserId: 'victim', language: 'xx', firstName: 'x' };
    await pollutedWith({ ...person, failByExistingEmail: false, withPasswordReset: true }, async () => {
      const client = clientFor(server().url);
      await client.createLoginToken({ customerId: '1' });
      await client.registerUser({ email: 'a@b.example' });
    });
    await pollutedWith({ customerId: 'victim' }, () =>
      clientFor(server().url).createLoginToken({ externalUserId: '2' }),
    );
    expect(server().requests.map(({ url }) => url)).to.deep.equal([
      '/api/v2/externalUser/1/createLoginToken?useExternalCustomerId=false',
      '/api/v2/externalUser/register',
      '/api/v2/externalUser/2/createLoginToken?useExternalCustomerId=true',
    ]);
    const flags = { withPasswordReset: false, failByExistingEmail: true };
    expect(server().requests[1]?.body).to.deep.equal({ email: 'a@b.example', language: 'en', ...flags });
  });

  it('is no answer of plenigo', async () => {
    server().answer = json(200, {});
    await pollutedWith({ customerId: 'victim', loginToken: 'stolen' }, async () => {
      const client = clientFor(server().url);
      expect((await failure(client.registerUser({ email: 'a@b.example' }))).code).to.equal('invalid-response');
      expect((await failure(client.createLoginToken({ externalUserId: 'u' }))).code).to.equal('invalid-response');
    });
  });
});
