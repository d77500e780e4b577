// The rooms of `lib/` and who may import whom: downwards only; and what each room may know and do.
import { normalize } from 'node:path';
import { expect } from 'chai';
import { transformSync } from 'esbuild';
import { type Import, importsOf, sourcesIn } from './sources.js';

/**
 * From the top to the bottom: room → the rooms it may import from. Of the entries each is a room of its own, so that none
 * leads to the other API.
 */
const downwards: Readonly<Record<string, readonly string[]>> = {
  cli: ['index', 'sandbox', 'v2', 'v3', 'base', 'generated'],
  index: ['entries/v2'],
  'entries/v2': ['entries', 'middleware', 'customer', 'platform', 'v2', 'base'],
  'entries/v3': ['entries', 'middleware', 'customer', 'platform', 'v3', 'base'],
  entries: ['middleware', 'page', 'visit', 'customer', 'platform', 'transport', 'passport', 'base'],
  middleware: ['page', 'visit', 'platform', 'base'],
  page: ['visit', 'platform', 'base'],
  visit: ['customer', 'platform', 'transport', 'base'],
  customer: ['platform', 'transport', 'base'],
  v2: ['platform', 'transport', 'generated', 'base'],
  v3: ['platform', 'transport', 'generated', 'base'],
  platform: ['transport', 'base'],
  transport: ['base'],
  passport: ['base'],
  undici: ['base'],
  sandbox: ['generated'],
  'sandbox/browser': [],
  browser: [],
  base: [],
  generated: [],
};

/** Rooms that know plenigo by `platform/` alone. */
const aboveThePlatform = ['entries', 'middleware', 'page', 'visit', 'customer', 'platform'];

/** What travels between two rooms is described in one place, by types only. */
const sharedTypes: Readonly<Record<string, readonly string[]>> = {
  // What a page and our scripts in it say to each other.
  'lib/page/browser.ts': ['browser'],
  // What the sandbox's pages and their server say to each other.
  'lib/sandbox/account/view.ts': ['sandbox/browser'],
  'lib/sandbox/checkout/view.ts': ['sandbox/browser'],
  'lib/sandbox/metering/view.ts': ['sandbox/browser'],
  'lib/sandbox/types.ts': ['sandbox/browser'],
};

const word = (text: string) => new RegExp(`\\b${text}\\b`);
/** A name of a field, or one in quotes. */
const claim = (name: string) => new RegExp(`(?<=[{,\\s])${name}:|['"\`]${name}['"\`]|\\bclaims\\??\\.${name}\\b`);

/**
 * What only an API's own room has words for. What a site or a template reads of us (`loginToken`, `paymentData`,
 * `customerId`) is no such word.
 */
const vocabulary: Readonly<Record<'v2' | 'v3', Readonly<Record<string, readonly RegExp[]>>>> = {
  v2: {
    endpoint: [/\/api\//, word('externalUser'), word('customerAccess'), word('addExternalUserId'), /plenigo\.com/],
    parameter: ['useExternalCustomerId', 'failByExistingEmail', 'withPasswordReset', 'externalUserId'].map(word),
    header: [word('plenigoToken'), word('jti')],
    answer: ['accessGranted', 'userProducts', 'lifeTimeEnd'].map(word),
    claim: [
      ...'pi pr cu pt ti ci si sp rs fp sc om pir sab spf sso raa pa ts'.split(' ').map(claim),
      /['"`]plenigo['"`]/,
    ],
    call: [
      ...['registerUser', 'createLoginToken', 'hasUserBought', 'addExternalCustomerId', 'importCustomerAccess'],
      ...['checkoutWithRemoteLogin', 'renderSnippet'],
    ].map(word),
  },
  v3: {
    endpoint: [/\/api\//, /customerIdByExternalSystemId/, /changeSessions/, /frisbii/, /plenigo\.com/],
    parameter: ['externalSystemId', 'accessRightUniqueIds', 'plenigoOfferId', 'customerIpAddress'].map(word),
    header: [/x-plenigo-token/i],
    answer: 'accessGranted customerBlocked lifeTimeEnd errorCode transferToken customerSession'.split(' ').map(word),
    call: ['createCustomer', 'linkCustomer', 'preparePurchase', 'createTransferToken'].map(word),
  },
};

/** The room of a file, or undefined outside `lib/`. */
function roomOf(path: string): string | undefined {
  if (path.startsWith('lib/sandbox/browser/')) return 'sandbox/browser';
  if (/^lib\/entries\/v\d\.ts$/.test(path)) return path.slice('lib/'.length, -'.ts'.length);
  return /^lib\/([\w-]+)/.exec(path)?.[1];
}

function isAllowed({ from, to, isTypeOnly }: Import): boolean {
  const [room, target] = [roomOf(from), roomOf(to)];
  if (room === undefined || target === undefined) return false;
  if (room === target) return true;
  if (sharedTypes[to]?.includes(room)) return isTypeOnly;
  return downwards[room]?.includes(target) ?? false;
}

function reach(room: string): string[] {
  const below = downwards[room] ?? [];
  return [...new Set([...below, ...below.flatMap(reach)])];
}

/** Changes what others’ objects inherit. */
const patch =
  /\.prototype(\.\w+|\[[^\]]*\])*\s*=(?!=)|\b(Object|Reflect)\.(assign|define\w+|set\w+)\(\s*(\w+\.)*(prototype\b|getPrototypeOf\()|\bReflect\.set\(\s*(\w+\.)*prototype,[^,()]+,[^,()]+\)/;

const sources = sourcesIn('lib');
const imports = sources.flatMap(importsOf);
const show = ({ from, to }: Import) => `${from} imports ${to}`;

describe('the rooms of lib/', () => {
  it('are the ones that are known here', () => {
    const rooms = new Set(sources.map(({ path }) => roomOf(path)));
    expect([...rooms].filter((room) => !Object.hasOwn(downwards, room ?? ''))).to.deep.equal([]);
  });

  it('stand above one another, and every door but its own API’s leads to neither API', () => {
    const order = Object.keys(downwards);
    const upwards = Object.entries(downwards).flatMap(([room, below]) =>
      below.filter((to) => order.indexOf(to) <= order.indexOf(room)).map((to) => `${room} to ${to}`),
    );
    expect(upwards).to.deep.equal([]);
    for (const room of ['v2', 'entries/v2', ...aboveThePlatform]) expect(reach(room), room).not.to.include('v3');
    for (const room of ['v3', 'entries/v3', ...aboveThePlatform]) expect(reach(room), room).not.to.include('v2');
  });

  it('import downwards only', () => {
    expect(imports).to.have.length.above(100);
    const wrong = imports.filter((entry) => entry.isRelative && !isAllowed(entry));
    expect(wrong.map(show)).to.deep.equal([]);
  });

  it('stand in no circle', () => {
    const below = new Map<string, string[]>();
    for (const { from, to, isRelative } of imports) if (isRelative) below.set(from, [...(below.get(from) ?? []), to]);
    const reached = (path: string) => {
      const files = new Set(below.get(path));
      for (const file of files) for (const next of below.get(file) ?? []) files.add(next);
      return files;
    };
    const circles = [...below.keys()].filter((path) => reached(path).has(path));
    expect(circles).to.deep.equal([]);
  });

  it('leave no file loose', () => {
    const loose = sources.filter(({ path }) => /^lib\/[^/]+$/.test(path));
    expect(loose.map(({ path }) => path)).to.deep.equal(['lib/index.ts']);
  });

  it('share nothing between client and sandbox, and between other rooms types alone', () => {
    const shared = imports.filter(
      ({ from, to, isRelative }) =>
        isRelative && roomOf(from) === 'sandbox' && !to.startsWith('lib/sandbox/') && !to.startsWith('lib/generated/'),
    );
    expect(shared.map(show)).to.deep.equal([]);
    for (const { path, code } of sources.filter(({ path }) => Object.hasOwn(sharedTypes, path)))
      expect(code, path).not.to.match(/^export (?!type|interface)/m);
  });

  it('use of packages: types of Express, and the dependencies, each in one place', () => {
    const packages = imports.filter(({ to, isRelative }) => !isRelative && !to.startsWith('node:'));
    const atRunTime = packages.filter(({ isTypeOnly }) => !isTypeOnly).map(show);
    expect(atRunTime.sort()).to.deep.equal([
      'lib/base/reporter.ts imports lru-cache',
      'lib/base/signing.ts imports lru-cache',
      // The doctor looks at the clock in the answers, so it hands its client a fetch that lets it.
      'lib/cli/doctor/probe.ts imports node-fetch',
      // The examination of a site opens its pages as a browser does.
      'lib/cli/page/visit.ts imports node-fetch',
      'lib/customer/emails.ts imports lru-cache',
      'lib/customer/memory.ts imports lru-cache',
      'lib/middleware/no-store.ts imports on-headers',
      'lib/transport/breaker.ts imports lru-cache',
      'lib/transport/send.ts imports node-fetch',
      // A site that uses this entry brings it.
      'lib/undici/index.ts imports undici',
      'lib/v2/platform.ts imports lru-cache',
      'lib/v3/platform.ts imports lru-cache',
      'lib/v3/self-service.ts imports lru-cache',
      'lib/visit/publisher.ts imports lru-cache',
    ]);
    const types = packages.filter(({ isTypeOnly }) => isTypeOnly).map(({ to }) => to);
    expect([...new Set(types)].sort()).to.deep.equal(['express', 'undici']);
  });

  it('fetch, sign and escape in one place of the server each, besides the sandbox that checks', () => {
    const server = sources.filter(({ path }) => !/\/(browser|sandbox|generated)\//.test(path));
    const using = (pattern: RegExp, part: 'code' | 'words' = 'code') =>
      server.filter((source) => pattern.test(source[part])).map(({ path }) => path);
    expect(using(/\b(fetch|nodeFetch)\(/)).to.deep.equal([
      // Part of the fetch that the doctor hands to its client, and its look at a page of the site.
      'lib/cli/doctor/probe.ts',
      'lib/cli/page/visit.ts',
      'lib/transport/send.ts',
      // The cache calls its own look-up so.
      'lib/visit/publisher.ts',
    ]);
    expect(using(/\bcreateHmac\(|\bsubtle\b/)).to.deep.equal(['lib/base/signing.ts']);
    expect(using(/&(amp|lt|gt|quot|#\d+);|fromCharCode/, 'words')).to.deep.equal(['lib/base/escape.ts']);
  });

  it('patch nobody’s prototype', () => {
    expect(sources.filter(({ code }) => patch.test(code)).map(({ path }) => path)).to.deep.equal([]);
    const near = /\bprototype\b|PrototypeOf\b|\bdefine(Property|Properties)\b|__\w*(proto|Setter|Getter)__/;
    const known = [
      // Has the browser's own getters, setters and methods, whatever an element of the page is called.
      'lib/browser/shared/page.ts',
      // Reads which names every object has.
      'lib/base/check.ts',
      // Guards one response.
      'lib/middleware/no-store.ts',
      // Hides the visit in the locals of its response.
      'lib/visit/visit.ts',
    ];
    const others = sources.filter(({ path, code }) => near.test(code) && !known.includes(path));
    expect(others.map(({ path }) => path)).to.deep.equal([]);
  });

  it('read no environment and compile to CommonJS', () => {
    for (const { path, code } of sources) {
      if (path !== 'lib/cli/main.ts') expect(code, path).not.to.include('process.env');
      expect(code, path).not.to.include('import.meta');
      expect(code, path).not.to.match(/^await /m);
    }
  });
});

describe('the rooms above the platform', () => {
  const upper = sources.filter(({ path }) => aboveThePlatform.includes(roomOf(path) ?? ''));

  it('hold types only where they meet the APIs', () => {
    const platform = upper.filter(({ path }) => path.startsWith('lib/platform/'));
    expect(platform).to.have.length.above(2);
    for (const { path, text } of platform) expect(transformSync(text, { loader: 'ts' }).code, path).to.equal('');
  });

  for (const [api, kinds] of Object.entries(vocabulary)) {
    for (const [kind, list] of Object.entries(kinds)) {
      it(`know no ${kind} of API ${api}`, () => {
        const own = sources.filter(({ path }) => path.startsWith(`lib/${api}/`));
        for (const word of list) {
          const users = (files: typeof sources) =>
            files.filter(({ words }) => word.test(words)).map(({ path }) => path);
          expect(users(upper), String(word)).to.deep.equal([]);
          // A word that the API does not use would find nothing.
          expect(users(own), String(word)).to.not.deep.equal([]);
        }
      });
    }
  }
});

describe('the reading of imports', () => {
  const read = (text: string) =>
    importsOf({ path: 'lib/v2/a.ts', text }).map(({ to, isTypeOnly }) => `${to}${isTypeOnly ? ' (types)' : ''}`);

  it('knows every form, and what is a type', () => {
    for (const [text, ...expected] of [
      ["import { a } from './b.js';", 'lib/v2/b.ts'],
      ["import { type A, b } from '../b.js';", 'lib/b.ts'],
      ["import {\n  type A,\n  type B,\n} from '../b.js';", 'lib/b.ts (types)'],
      ["import type A from '../b.js';", 'lib/b.ts (types)'],
      ["export type { A } from './b.js';\nexport * from './c.js';", 'lib/v2/b.ts (types)', 'lib/v2/c.ts'],
      ["import './b.js';\nconst c = await import('c');", 'lib/v2/b.ts', 'c'],
      ["// import './b.js';\nexport const name = 'from';"],
    ] as const) {
      expect(read(text), text).to.deep.equal(expected);
    }
  });

  it('would notice a patched prototype', () => {
    for (const code of [
      'ServerResponse.prototype.writeHead = lock;',
      "ServerResponse.prototype[''] = lock;",
      'Object.assign(http.ServerResponse.prototype, { writeHead });',
      "Object.defineProperty(Object.getPrototypeOf(res), '', { value });",
      'Reflect.set(prototype, name, value);',
    ]) {
      expect(code).to.match(patch);
    }
    expect('if (a.prototype === b) guards = Object.create(prototype);').not.to.match(patch);
    expect("Reflect.set(Document.prototype, '', value, document);").not.to.match(patch);
  });

  it('would refuse a step upwards, from one API to the other, and from above the platform to any', () => {
    const upwards: Record<string, readonly string[]> = {
      transport: ['v2'],
      customer: ['visit'],
      sandbox: ['base', 'v2'],
      browser: ['base'],
      v2: ['v3', '../test'],
      v3: ['v2'],
      ...Object.fromEntries(aboveThePlatform.map((room) => [room, ['v2', 'v3']])),
    };
    for (const [room, others] of Object.entries({ ...upwards, 'entries/v3': ['v2'] })) {
      const from = room === 'entries/v3' ? 'lib/entries/v3.ts' : `lib/${room}/a.ts`;
      for (const other of others) {
        const step = { isRelative: true, from, to: normalize(`lib/${other}/b.ts`) };
        for (const isTypeOnly of [true, false])
          expect(isAllowed({ ...step, isTypeOnly }), `${room} ${other}`).to.equal(false);
      }
    }
  });
});
