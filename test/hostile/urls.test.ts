/** Addresses, at every door that takes one: a reader is sent to the site itself or to origins that it lists, and secrets only to plenigo. */

import { expect } from 'chai';
import fc from 'fast-check';
import {
  createPaymentData,
  createPlenigo,
  PlenigoArgumentError,
  PlenigoError,
  PlenigoOptionError,
  renderCheckoutSnippet,
} from '../../lib/index.js';
import { claimsOf } from '../support/reader.js';
import { expectReady, localsOf, plenigoFor } from './locals.js';
import { plain, SITE } from './values.js';

const LISTED = 'https://shop.example';
const EVIL = 'evil.example';

const options = { allowedOrigins: [LISTED] };
const plenigo = plenigoFor(plain, options);

/** A way in for an address. Its name stands in the error. */
type Doors = Record<string, (url: string) => unknown>;

const routeKeys = ['sourceUrl', 'targetUrl', 'oauth2RedirectUrl'] as const;

/** They know the origins of the site. */
const siteDoors: Doors = {
  ...Object.fromEntries(
    routeKeys.map((key) => [`settings.${key}`, (url) => plenigo.checkout('ARTICLE-1', { [key]: url })]),
  ),
  'account.loggedOutRedirectUrl': (url) => plenigo.account('ORDER', { elementId: 'a', loggedOutRedirectUrl: url }),
  'account.loggedOutRedirectUrl of several': (url) =>
    plenigo.account([{ snippet: 'ORDER', elementId: 'a' }], { loggedOutRedirectUrl: url }),
};

/** They know no site. */
const loneDoors: Doors = {
  'snippet.sourceUrl': (url) => renderCheckoutSnippet({ paymentData: 'a', sourceUrl: url }),
  'snippet.targetUrl': (url) => renderCheckoutSnippet({ paymentData: 'a', targetUrl: url }),
  ...Object.fromEntries(
    routeKeys.map((key) => [
      `settings.${key} of createPaymentData`,
      (url) => createPaymentData('P', { [key]: url }, { secret: 'for the test' }),
    ]),
  ),
};

const option = (name: string) => (value: unknown) =>
  createPlenigo({ companyId: 'COMPANY', secret: 'for the test', [name]: value });
/** Login tokens and signed requests go there. */
const serviceDoors: Doors = { 'createPlenigo.apiUrl': option('apiUrl'), 'createPlenigo.sdkUrl': option('sdkUrl') };
const originDoors: Doors = {
  'createPlenigo.baseUrl': option('baseUrl'),
  'createPlenigo.allowedOrigins': (url) => option('allowedOrigins')([LISTED, url]),
};

/** They take pages of the site as paths, and those of another site. */
const pageDoors: Doors = {
  'createPlenigo.loginUrl': option('loginUrl'),
  'createPlenigo.loginUrl ': (path) => option('loginUrl')({ path, param: 'next' }),
  'createPlenigo.accountUrl': option('accountUrl'),
};

/** Pages there get credentials of readers. */
const appDoors: Doors = {
  'createPlenigo.appOrigins': (url) =>
    createPlenigo({ companyId: 'COMPANY', secret: 'for the test', baseUrl: SITE, appOrigins: [LISTED, url] }),
};

/** What no door takes. */
const noAddress: Record<string, string> = {
  'a scheme-relative address': `//${EVIL}`,
  'one with a backslash': `/\\${EVIL}`,
  'two backslashes': `\\\\${EVIL}`,
  'a backslash behind the scheme': `https:\\\\${EVIL}`,
  'a backslash behind the host': `${SITE}\\@${EVIL}`,
  'a relative path': 'article/1',
  'a host alone': 'news.example',
  star: '*',
  'a script': 'javascript:alert(1)',
  'a script in other letters': 'JaVaScRiPt:alert(1)',
  'a script with a line break': 'java\nscript:alert(1)',
  'a script that looks like an address': 'javascript://news.example/%0Aalert(1)',
  data: 'data:text/html,<script>alert(1)</script>',
  'a blob of the site': `blob:${SITE}/1`,
  'a file': 'file:///etc/passwd',
  'another protocol': `ftp://news.example`,
  'a user name': `https://news.example@${EVIL}/`,
  'a user name on the site': 'https://ada@news.example/',
  'a user name and password': `https://news.example:443@${EVIL}/`,
  'a password alone': 'https://:pass@news.example/',
  'an empty user name': 'https://@news.example/',
  'a tab inside': 'https://news.exa\tmple/',
  'a tab before': `\t${SITE}/`,
  'a newline inside': `https:/\n/${EVIL}/`,
  'a newline at the end': `${SITE}/\n`,
  'a carriage return': `${SITE}/\r\nSet-Cookie: a=b`,
  'a space': `${SITE}/a b`,
  'a space before': ` ${SITE}/`,
  'a space after': `${SITE} `,
  'a NUL': `${SITE}/\0`,
  'a DEL': `${SITE}/\u007f`,
  'a line separator': `${SITE}/\u2028`,
  'a wide space': `${SITE}/\u3000`,
  'a lone surrogate': `${SITE}/\ud800`,
  'a slash too few': 'https:/news.example/',
  'no slashes': 'https:news.example/',
  'no host': 'https://',
  'a port that is none': 'https://news.example:99999',
  nothing: '',
  'no text': 42 as unknown as string,
  null: null as unknown as string,
  'a URL object': new URL(SITE) as unknown as string,
  'an object that becomes text': { toString: () => `${SITE}/` } as unknown as string,
};

/** Good addresses, of others. */
const elsewhere: Record<string, string> = {
  'another site': `https://${EVIL}/`,
  'a longer host': `https://news.example.${EVIL}/`,
  'a host that ends the same': 'https://evilnews.example/',
  'a lower host': 'https://sub.news.example/',
  'another scheme': 'http://news.example/',
  'another port': 'https://news.example:8443/',
  'a dot at the end of the host': 'https://news.example./',
};

const onSite: Record<string, string> = {
  'the site': SITE,
  'a page of the site': `${SITE}/article/1?from=newsletter#comments`,
  'its default port': 'https://news.example:443/',
  'its host in capitals': 'HTTPS://NEWS.EXAMPLE/',
  'a page with an accent': `${SITE}/ü?é=1`,
  'a listed origin': `${LISTED}/thanks`,
  '255 characters': `${SITE}/`.padEnd(255, 'x'),
  'an address in the query': `${SITE}/?next=https://${EVIL}`,
};

const paths: Record<string, string> = { 'a path': '/article/1', 'a path with a query': '/article/1?a=b' };

const noOrigin: Record<string, string> = { 'a path': `${SITE}/site`, 'a query': `${SITE}?a` };

/** Addresses that secrets and login tokens must not travel to. */
const noService: Record<string, string> = {
  'plain http': 'http://api.plenigo.com',
  'a name that begins like this machine': `http://localhost.${EVIL}`,
  'an address that begins like this machine': `http://127.0.0.1.${EVIL}`,
  'another machine of the network': 'http://10.0.0.1:8080',
  'any machine': 'http://0.0.0.0',
  'a query': 'https://plenigo.example/?a=b',
  'an empty query': 'https://plenigo.example/?',
  'a fragment': 'https://plenigo.example/#a',
  'an empty fragment': 'https://plenigo.example/#',
};

function expectRefused(url: string, doors: Doors): void {
  for (const [door, enter] of Object.entries(doors)) {
    const type = door.startsWith('createPlenigo') ? PlenigoOptionError : PlenigoArgumentError;
    expect(() => enter(url), door)
      .to.throw(type)
      .with.property('message')
      .that.includes(door.split(' ')[0])
      .and.does.not.include(EVIL);
  }
}

describe('an address', () => {
  for (const [name, url] of Object.entries(noAddress)) {
    it(`is refused at every door: ${name}`, () => {
      expectRefused(url, { ...siteDoors, ...loneDoors, ...serviceDoors, ...originDoors, ...appDoors, ...pageDoors });
    });
  }

  for (const [name, url] of Object.entries(paths)) {
    it(`is refused everywhere but as the site's login or account: ${name}`, () => {
      expectRefused(url, { ...siteDoors, ...loneDoors, ...serviceDoors, ...originDoors, ...appDoors });
      for (const enter of Object.values(pageDoors)) enter(url);
    });
  }

  it('is refused where plenigo takes no longer one: 256 characters', () => {
    expectRefused(`${SITE}/`.padEnd(256, 'x'), { ...siteDoors, ...loneDoors });
  });

  for (const [name, url] of Object.entries(elsewhere)) {
    it(`is refused where readers are sent to: ${name}`, () => {
      expectRefused(url, siteDoors);
    });
  }

  for (const [name, url] of Object.entries(noOrigin)) {
    it(`is refused as an origin: ${name}`, () => {
      expectRefused(url, { ...originDoors, ...appDoors });
    });
  }

  for (const [name, url] of Object.entries(noService)) {
    it(`is refused where secrets travel to: ${name}`, () => {
      expectRefused(url, { ...serviceDoors, ...appDoors });
    });
  }

  it('of an app is an exact origin of a site that knows its own, and a login has an address and a parameter', () => {
    expectRefused('https://*.news.example', appDoors);
    expect(() => option('appOrigins')([LISTED])).to.throw(PlenigoOptionError, 'appOrigins: needs the option baseUrl');
    for (const url of [LISTED, `${LISTED}/`, 'http://127.0.0.1:5173', 'http://localhost:5173']) {
      for (const enter of Object.values(appDoors)) enter(url);
    }
    for (const loginUrl of [
      {},
      { path: '/in' },
      { param: 'next' },
      { path: '/in', param: '' },
      Object.create({ path: '/in', param: 'next' }),
    ]) {
      expect(() => option('loginUrl')(loginUrl)).to.throw(PlenigoOptionError, 'createPlenigo.loginUrl');
    }
  });

  for (const [name, url] of Object.entries(onSite)) {
    it(`is handed on as it is: ${name}`, async () => {
      const settings = Object.fromEntries(routeKeys.map((key) => [key, url]));
      const { checkout } = expectReady(await localsOf({ ...plain, settings }, { options }));
      const call = new Function('plenigo', `return ${checkout.snippet}`) as (sdk: object) => Record<string, unknown>;
      expect(call({ checkoutWithRemoteLogin: (argument: object) => argument })).to.include({
        sourceUrl: url,
        targetUrl: url,
      });
      expect(claimsOf(checkout.paymentData)).to.include({ sso: url });
      for (const enter of Object.values({ ...siteDoors, ...loneDoors })) enter(url);
    });
  }

  for (const key of routeKeys) {
    it(`of a function is refused at the request, before plenigo is asked for anything: ${key}`, async () => {
      let calls = 0;
      const fetch = async () => {
        calls += 1;
        return Response.json({});
      };
      const sample = { ...plain, settings: { [key]: `https://${EVIL}/` } };
      const error = await localsOf(sample, { options: { ...options, fetch } }).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(PlenigoArgumentError).and.have.property('code', 'invalid-product');
      expect(String(error)).to.include(`settings.${key}`).and.not.include(EVIL);
      expect(calls).to.equal(0);
    });
  }

  it('is one of the site for whatever a browser makes of it, the same at every door', () => {
    const part = fc.oneof(
      fc.constantFrom(SITE, LISTED, 'https:', 'http:', 'javascript:', '/', '//', '\\', '@', ':', '.', '#', '?', '%'),
      fc.constantFrom(EVIL, 'news.example', 'user:password@', '%2f%2f', '%09', '\t', '\n'),
      fc.constantFrom('\u3002', '\uff0f', '\u2028', '[::1]'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    const url = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
    const onThisSite = url.map((rest) => `${SITE}/${rest}`);
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(url, onThisSite), (value) => {
        const answers = Object.values(siteDoors).map((enter) => {
          try {
            return typeof enter(value);
          } catch (error) {
            if (error instanceof PlenigoError) return 'refused';
            throw error;
          }
        });
        expect(new Set(answers).size).to.equal(1);
        if (answers[0] === 'refused') return;
        accepted += 1;
        // From any page, also from one of another site that a reader has been lured to.
        expect(new URL(value, `https://${EVIL}/`).origin).to.be.oneOf([SITE, LISTED]);
        expect(value).to.have.length.within(1, 255);
      }),
      { numRuns: 2000 },
    );
    expect(accepted).to.be.above(100);
  });

  it('needs a baseUrl or a listed origin', () => {
    const homeless = plenigoFor(plain, { baseUrl: undefined });
    for (const enter of [
      () => homeless.checkout('ARTICLE-1', { targetUrl: `${SITE}/` }),
      () => homeless.account('ORDER', { elementId: 'a', loggedOutRedirectUrl: `${SITE}/` }),
    ]) {
      expect(enter).to.throw(PlenigoArgumentError, /baseUrl/);
    }
  });

  for (const mode of ['page', 'click'] as const) {
    it(`of a page never comes from the request, in mode ${mode}`, async () => {
      const headers = {
        host: EVIL,
        'x-forwarded-host': EVIL,
        'x-forwarded-proto': 'javascript',
        'x-forwarded-port': '1',
        'x-original-url': `//${EVIL}`,
        'x-rewrite-url': `//${EVIL}`,
        forwarded: `host=${EVIL};proto=https`,
        origin: `https://${EVIL}`,
        referer: `https://${EVIL}/`,
      };
      const locals = expectReady(await localsOf({ ...plain, mode }, { options, headers }));
      const { checkout, scriptTag } = locals;
      const all = [checkout.snippet, checkout.paymentData, scriptTag, locals.buyButton('Buy')].join('\n');
      const decoded = all.replace(/[\w-]{20,}/g, (part) => part + Buffer.from(part, 'base64url').toString());
      expect(decodeURIComponent(decoded.replace(/%(?![0-9a-f]{2})/gi, '%25'))).to.not.include('evil');
    });
  }
});
