/** The options: their defaults, and each wrong one refused at start, by name, never showing a secret. */
import { inspect } from 'node:util';
import { expect } from 'chai';
import { PlenigoOptionError } from '../../lib/base/errors.js';
import { createPlenigo } from '../../lib/entries/v2.js';
import { undiciFetch } from '../../lib/undici/index.js';
import { PlenigoClient } from '../../lib/v2/client.js';
import { type PlenigoOptions, resolveClientOptions, resolveOptions } from '../../lib/v2/options.js';
import { COMPANY_ID, SECRET } from '../support/calls.js';
import { failure } from '../support/errors.js';

const good: PlenigoOptions = { companyId: COMPANY_ID, secret: SECRET };
const withOption = (name: string, value: unknown) => () => createPlenigo({ ...good, [name]: value });

/** What the addresses may be is in `test/hostile/urls.test.ts`. */
type Addresses = 'apiUrl' | 'sdkUrl' | 'baseUrl' | 'appOrigins' | 'loginUrl' | 'accountUrl';

const wrong: Record<Exclude<keyof PlenigoOptions, Addresses>, Record<string, unknown>> = {
  companyId: { nothing: '', number: 5, null: null, list: ['a'] },
  secret: { nothing: '', number: 4711_0815, null: null, buffer: Buffer.from('secret'), half: 'secret\uD800' },
  environment: { unknown: 'production', flag: true, inherited: 'toString' },
  testMode: { word: 'false', number: 0, null: null },
  language: { locale: 'de-DE', capitals: 'EN', nothing: '', name: 'english' },
  timeout: {
    nothing: 0,
    negative: -1,
    text: '2000',
    endless: Number.POSITIVE_INFINITY,
    none: Number.NaN,
    long: 2 ** 31,
  },
  fetch: { object: {}, word: 'fetch', null: null, 'undiciFetch without its call': undiciFetch },
  logger: { flag: true, function: () => {}, half: { info: () => {}, warn: () => {} }, null: null },
  circuitBreaker: { word: 'on', number: 1 },
  allowedOrigins: { 'one string': 'https://shop.example', null: null },
  user: { object: { id: '1' }, null: null },
  store: { half: { get: () => {} }, word: 'redis', null: null },
  trustEmails: { word: 'yes', number: 1 },
  requireVerifiedEmail: { word: 'no', null: null },
  onError: { object: {}, flag: true },
  mode: { unknown: 'button', flag: true },
  boughtTtl: { negative: -1, text: '60', none: Number.NaN },
  staleWhileRevalidate: { negative: -1, text: '600', none: Number.NaN },
  staleIfError: { negative: -1, text: '86400', none: Number.NaN },
  notBoughtTtl: { negative: -1, text: '30', none: Number.NaN },
  prices: { word: 'on', number: 1 },
  paywallSwitch: { word: 'on', number: 1 },
  freeFor: { flag: true, null: null },
  routerPath: { bare: 'a', slashed: '/a/', root: '/', query: '/a?b', host: '//evil.example', quotes: '/a"b' },
  texts: { word: 'de', null: null },
  nonce: { word: 'abc', null: null },
  sdk: { unknown: 'defer', flag: true },
};

describe('the options', () => {
  for (const [name, values] of Object.entries(wrong)) {
    for (const [what, value] of Object.entries(values)) {
      it(`${name} is refused: ${what}`, async () => {
        const error = await failure(withOption(name, value));
        expect(error).to.be.instanceOf(PlenigoOptionError);
        expect(error).to.include({ name: 'PlenigoOptionError', code: 'invalid-option' });
        expect(error.message).to.contain(`createPlenigo.${name}: got `).and.contain(', expected ');
        expect(inspect(error)).to.not.contain('47110815').and.not.contain('pass@').and.not.contain(SECRET);
      });
    }
  }

  it('may be undefined, but for the two that are needed: they have their defaults then', () => {
    const names = ['apiUrl', 'sdkUrl', 'baseUrl', 'appOrigins', 'loginUrl', 'accountUrl', ...Object.keys(wrong)];
    const nothing = Object.fromEntries(names.map((name) => [name, undefined]));
    // Each call makes a signer and a logger of its own.
    const ofItsOwn = { signer: 0, reporter: 0 };
    const comparable = (options: PlenigoOptions) => ({ ...resolveOptions(options), ...ofItsOwn });
    expect(comparable({ ...nothing, ...good })).to.deep.equal(comparable(good));
  });

  it('are an object with companyId and secret', async () => {
    const { companyId, secret } = good;
    for (const [start, complaint] of [
      [() => createPlenigo({ secret } as PlenigoOptions), /createPlenigo\.companyId is missing/],
      [() => createPlenigo({ companyId } as PlenigoOptions), /createPlenigo\.secret is missing/],
      [() => new PlenigoClient({ companyId, secret: undefined as never }), /PlenigoClient\.secret is missing/],
      [() => new PlenigoClient({ ...good, baseUrl: 'https://news.example' } as never), /Client has no field "baseUrl"/],
      ...[undefined, null, 'live', 5, [good], () => good].map(
        (value) => [() => createPlenigo(value as never), /createPlenigo: got .*, expected an object/] as const,
      ),
    ] as const) {
      expect((await failure(start)).message).to.match(complaint);
    }
  });

  const slips: Record<string, RegExp> = {
    company_id: /no field "company_id"; did you mean companyId\?/,
    CompanyID: /did you mean companyId\?/,
    'api-url': /did you mean apiUrl\?/,
    TESTMODE: /did you mean testMode\?/,
    plenigoSecret: /no field "plenigoSecret"; known are companyId, environment, apiUrl, .*, secret, .*, nonce, sdkUrl/,
    toString: /no field "toString"/,
    constructor: /no field "constructor"/,
    __proto__x: /no field/,
    [`key${'x'.repeat(100)}`]: /no field "keyx{37}"/,
  };
  for (const [key, says] of Object.entries(slips)) {
    it(`refuse an unknown name, with a hint where one is near: ${key.slice(0, 20)}`, async () => {
      const error = await failure(withOption(key, SECRET));
      expect(error.code).to.equal('invalid-option');
      expect(error.message).to.match(says);
      expect(error.message).to.not.contain(SECRET);
    });
  }

  it('have the documented defaults, and say that the circuit breaker is on', () => {
    const config = resolveOptions(good);
    expect(config).to.include({
      ...{ companyId: COMPANY_ID, apiUrl: 'https://api.plenigo.com', testMode: false, language: 'en', timeout: 2000 },
      sdkUrl: `https://static.plenigo.com/static_resources/javascript/${COMPANY_ID}/plenigo_sdk.min.js`,
      ...{ fetch: undefined, siteOrigin: undefined, loginUrl: undefined, store: undefined, freeFor: undefined },
      ...{ mode: 'page', boughtTtl: 60_000, notBoughtTtl: 30_000, sdk: 'needed', routerPath: '/plenigo' },
      circuitBreaker: true,
    });
    for (const flag of ['trustEmails', 'requireVerifiedEmail', 'paywallSwitch', 'prices'] as const)
      expect(Boolean(config[flag]), flag).to.equal(false);
    expect(resolveClientOptions(good).circuitBreaker, 'of a lone client').to.equal(false);
    expect([...config.allowedOrigins]).to.deep.equal([]);
  });

  it('choose the stage servers', () => {
    const config = resolveOptions({ ...good, environment: 'stage' });
    expect(config.apiUrl).to.equal('https://api.plenigo-stage.com');
    expect(new URL(config.sdkUrl).origin).to.equal('https://static.plenigo-stage.com');
  });

  it('take addresses of this machine without TLS as apiUrl, and write every address in one way', () => {
    for (const [given, used] of Object.entries({
      'https://plenigo.example/': 'https://plenigo.example',
      'https://plenigo.example/a/b//': 'https://plenigo.example/a/b',
      'HTTPS://Plenigo.Example': 'https://plenigo.example',
      'http://localhost:8080/': 'http://localhost:8080',
    })) {
      for (const apiUrl of [given, used]) expect(resolveClientOptions({ ...good, apiUrl }).apiUrl).to.equal(used);
    }
    for (const apiUrl of ['http://127.0.0.1:8080', 'http://127.9.9.9', 'http://[::1]:8080'])
      expect(resolveClientOptions({ ...good, apiUrl }).apiUrl).to.equal(apiUrl);
  });

  it('load the browser SDK of the sandbox that apiUrl leads to, unless sdkUrl says otherwise', () => {
    for (const apiUrl of ['http://127.0.0.1:8080', 'http://localhost:8080/below', 'http://[::1]:8080']) {
      const { sdkUrl, scriptOrigins } = resolveOptions({ ...good, apiUrl });
      expect(new URL(sdkUrl).origin).to.equal(new URL(apiUrl).origin);
      expect(scriptOrigins).to.deep.equal([new URL(apiUrl).origin]);
    }
    const elsewhere = resolveOptions({ ...good, apiUrl: 'https://plenigo.example' });
    expect(new URL(elsewhere.sdkUrl).origin).to.equal('https://static.plenigo.com');
    const own = { sdkUrl: 'https://cdn.example/sdk.js' };
    expect(resolveOptions({ ...good, ...own, apiUrl: 'http://127.0.0.1:8080' })).to.include(own);
  });

  it('take an origin or a whole address as sdkUrl, and encode the company id', () => {
    const path = '/static_resources/javascript/..%2Fx%3F%22/plenigo_sdk.min.js';
    for (const [sdkUrl, used] of Object.entries({
      'http://127.0.0.1:8080': `http://127.0.0.1:8080${path}`,
      'https://cdn.example': `https://cdn.example${path}`,
      'https://cdn.example/sdk.js': 'https://cdn.example/sdk.js',
    })) {
      expect(resolveOptions({ ...good, companyId: '../x?"', sdkUrl }).sdkUrl).to.equal(used);
    }
  });

  it('put the origin of baseUrl among the allowed ones', () => {
    const allowedOrigins = ['https://shop.example'];
    const config = resolveOptions({ ...good, baseUrl: 'https://News.example/', allowedOrigins });
    expect(config.siteOrigin).to.equal('https://news.example');
    expect([...config.allowedOrigins]).to.deep.equal(['https://news.example', 'https://shop.example']);
  });

  it('never show the secret once they are resolved', () => {
    for (const told of [resolveOptions(good), createPlenigo(good)])
      expect(inspect(told, { depth: null, showHidden: true }) + JSON.stringify(told)).to.not.contain(SECRET);
  });
});
