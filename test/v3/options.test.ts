/** The options of API v3: which there are, what of API v2 is refused and why, and where things are. */
import { expect } from 'chai';
import { createPlenigo, PlenigoClient, PlenigoOptionError } from '../../lib/entries/v3.js';
import { resolveClientOptions, resolveOptions } from '../../lib/v3/options.js';

const needed = { companyId: 'company', apiToken: 'token' };
const start = (options: object) => () => createPlenigo({ ...needed, ...options } as never);

describe('the options of API v3', () => {
  it('need a company id and an API token, and repeat neither', () => {
    const tokens = [undefined, 'a secret\n', ''].map((apiToken) => ({ apiToken }));
    for (const wrong of [{ companyId: undefined }, ...tokens])
      expect(start(wrong)).to.throw(PlenigoOptionError).with.property('message').that.does.not.include('a secret');
    expect(() => new PlenigoClient({ companyId: 'company' } as never)).to.throw('PlenigoClient.apiToken is missing');
  });

  for (const [option, reason] of [
    [{ secret: 'my-secret' }, 'createPlenigo.secret: API v3 signs nothing: give it an apiToken'],
    [{ testMode: true }, 'createPlenigo.testMode: API v3 has no test purchases'],
    [{ mode: 'page' }, '.mode: got a string of 4 characters, expected "click": API v3 prepares a purchase when the'],
    [{ paywallSwitch: true }, 'createPlenigo.paywallSwitch: API v3 does not say'],
    [{ apiUrl: 'https://api.plenigo.com' }, 'with the path of the API'],
    [{ apiUrl: 'http://api.plenigo.com/api/v3.0' }, 'createPlenigo.apiUrl'],
    [{ userIds: 'email' }, 'one of externalSystemId, customerId'],
    [{ customOffers: 'long' }, 'one of full, short'],
    [{ callbackSecret: [] }, 'createPlenigo.callbackSecret'],
    [{ frameOrigins: ['https://pay.example/frame'] }, 'createPlenigo.frameOrigins'],
    [{ apitoken: 'x' }, 'did you mean apiToken?'],
  ] as const) {
    it(`refuse ${JSON.stringify(option)}, and say why`, () => {
      expect(start(option))
        .to.throw(PlenigoOptionError, reason)
        .with.property('message')
        .that.does.not.include('my-secret');
    });
  }

  it('take what is absent for absent, and the one mode there is', () => start({ mode: 'click', store: undefined })());

  it('are, where the site names none, those that the documentation tells', () => {
    const site = { ...needed, baseUrl: 'https://news.example', user: () => null };
    const told = { mode: 'click', circuitBreaker: true, userIds: 'externalSystemId', customOffers: 'full' };
    expect(resolveOptions(site)).to.include(told);
    const chosen = { circuitBreaker: false, userIds: 'customerId', customOffers: 'short' } as const;
    expect(resolveOptions({ ...site, ...chosen })).to.include(chosen);
    // A script that makes calls by itself wants to hear of each fault.
    expect(resolveClientOptions(needed)).to.include({ circuitBreaker: false });
  });

  it('refuse in a route what API v3 has not', () => {
    const plenigo = start({})();
    const product = { offerId: 'O_1', accessRights: 'PLUS' };
    expect(() => plenigo.checkout(product, { metered: true } as never)).to.throw('settings.metered: this API');
    expect(() => plenigo.checkout(product, { mode: 'page' } as never)).to.throw('settings.mode: this API');
    expect(() => plenigo.requireAccess('PLUS', { metered: true })).to.throw('requireAccess.metered: this API');
  });

  it('lead to plenigo’s script and frames, live and on stage, and to more frames if the site says so', () => {
    const csp = (options: object) => start(options)().cspDirectives();
    const script = "'self'";
    const scriptSrc = [script, 'https://static.frisbii-media.com'];
    const frameSrc = [...scriptSrc, 'https://*.frisbii-media.com', 'https://*.plenigo.com'];
    expect(csp({})).to.deep.equal({ scriptSrc, connectSrc: frameSrc, frameSrc });
    const onStage = [
      'static.frisbii-media-stage.com',
      '*.frisbii-media-stage.com',
      '*.plenigo-stage.com',
      'pay.example',
    ];
    const { frameSrc: staged } = csp({ environment: 'stage', frameOrigins: ['https://pay.example'] });
    expect(staged).to.deep.equal([script, ...onStage.map((host) => `https://${host}`)]);
    expect(csp({ sdkUrl: 'https://sdk.example' }).scriptSrc).to.deep.equal([script, 'https://sdk.example']);
    expect(csp({ apiUrl: 'http://127.0.0.1:9/api/v3.0' }).frameSrc).to.deep.equal([script, 'http://127.0.0.1:9']);
  });
});
