// The rooms of `lib/` and who may import whom: downwards only.
import { expect } from 'chai';
import { type Import, importsOf, sourcesIn } from './sources.js';

/** Room → the rooms it may import from. Files right in `lib/` are rooms of their own. */
const downwards: Readonly<Record<string, readonly string[]>> = {
  index: ['api', 'checkout', 'middleware', 'options', 'errors'],
  middleware: ['customer', 'passport', 'checkout', 'api', 'options', 'check', 'errors', 'generated'],
  passport: ['options', 'check'],
  undici: ['options', 'check'],
  customer: ['api', 'options', 'check', 'errors'],
  api: ['options', 'check', 'errors', 'jwt'],
  checkout: ['options', 'check', 'errors', 'jwt'],
  options: ['check', 'errors', 'jwt'],
  check: ['errors'],
  errors: [],
  jwt: [],
  generated: [],
  browser: [],
  sandbox: ['generated'],
  'sandbox/browser': [],
  cli: ['index', 'sandbox', 'api', 'options', 'check', 'errors', 'generated'],
};

/** What travels between two rooms is described in one place, by types only. */
const WIRE = 'lib/api/wire.ts';
const sharedTypes: Readonly<Record<string, readonly string[]>> = {
  // The names of the calls and what plenigo's API sends and gets.
  [WIRE]: ['errors', 'checkout', 'options', 'sandbox', 'cli', 'customer', 'middleware'],
  // What the sandbox's pages and their server say to each other.
  'lib/sandbox/account/view.ts': ['sandbox/browser'],
  'lib/sandbox/checkout/view.ts': ['sandbox/browser'],
  'lib/sandbox/console/view.ts': ['sandbox/browser'],
};

/** The room of a file, or undefined outside `lib/`. */
function roomOf(path: string): string | undefined {
  if (path.startsWith('lib/sandbox/browser/')) return 'sandbox/browser';
  return /^lib\/([\w-]+)/.exec(path)?.[1];
}

function isAllowed({ from, to, isTypeOnly }: Import): boolean {
  const [room, target] = [roomOf(from), roomOf(to)];
  if (room === undefined || target === undefined) return false;
  if (room === target) return true;
  if (sharedTypes[to]?.includes(room)) return isTypeOnly;
  return downwards[room]?.includes(target) ?? false;
}

const sources = sourcesIn('lib');
const imports = sources.flatMap(importsOf);
const show = ({ from, to }: Import) => `${from} imports ${to}`;

describe('the rooms of lib/', () => {
  it('are the ones that are known here', () => {
    const rooms = new Set(sources.map(({ path }) => roomOf(path)));
    expect([...rooms].filter((room) => !Object.hasOwn(downwards, room ?? ''))).to.deep.equal([]);
  });

  it('import downwards only', () => {
    expect(imports).to.have.length.above(100);
    const wrong = imports.filter((entry) => entry.isRelative && !isAllowed(entry));
    expect(wrong.map(show)).to.deep.equal([]);
  });

  it('share nothing between client and sandbox but the types of the wire', () => {
    const shared = imports.filter(
      ({ from, to, isRelative }) =>
        isRelative &&
        roomOf(from) === 'sandbox' &&
        !to.startsWith('lib/sandbox/') &&
        !to.startsWith('lib/generated/'),
    );
    expect(shared.filter(({ to, isTypeOnly }) => to !== WIRE || !isTypeOnly).map(show)).to.deep.equal([]);
    for (const { path, code } of sources.filter(({ path }) => Object.hasOwn(sharedTypes, path))) {
      expect(code, path).not.to.match(/^export (?!type|interface)/m);
    }
  });

  it('use of packages: types of Express, and the dependencies, each in one place', () => {
    const packages = imports.filter(({ to, isRelative }) => !isRelative && !to.startsWith('node:'));
    const atRunTime = packages.filter(({ isTypeOnly }) => !isTypeOnly).map(show);
    expect(atRunTime.sort()).to.deep.equal([
      'lib/api/breaker.ts imports cockatiel',
      'lib/api/send.ts imports node-fetch',
      'lib/checkout/payment-data.ts imports lru-cache',
      // The doctor looks at the clock in the answers, so it hands its client a fetch that lets it.
      'lib/cli/doctor/probe.ts imports node-fetch',
      'lib/customer/bought.ts imports lru-cache',
      'lib/customer/store-records.ts imports lru-cache',
      // A site that uses this entry brings it.
      'lib/undici/index.ts imports undici',
    ]);
    const types = packages.filter(({ isTypeOnly }) => isTypeOnly).map(({ to }) => to);
    expect([...new Set(types)]).to.deep.equal(['express']);
  });

  it('call fetch in one place of the server, and sign in one place, besides the sandbox that checks', () => {
    const server = sources.filter(({ path }) => !/\/browser\//.test(path));
    const using = (pattern: RegExp) =>
      server.filter(({ code }) => pattern.test(code)).map(({ path }) => path);
    expect(using(/\bfetch\(/)).to.deep.equal(['lib/api/send.ts']);
    const signing = using(/\bcreateHmac\(/).filter((path) => !path.startsWith('lib/sandbox/'));
    expect(signing).to.deep.equal(['lib/jwt.ts']);
  });

  it('read no environment and work in both module formats', () => {
    for (const { path, code } of sources) {
      if (path !== 'lib/cli/main.ts') expect(code, path).not.to.include('process.env');
      expect(code, path).not.to.include('import.meta');
      expect(code, path).not.to.match(/^await /m);
    }
  });
});

describe('the reading of imports', () => {
  const read = (text: string) =>
    importsOf({ path: 'lib/api/a.ts', text }).map(({ to, isTypeOnly }) => [to, isTypeOnly]);

  it('knows every form, and what is a type', () => {
    expect(read("import { a } from './b.js';")).to.deep.equal([['lib/api/b.ts', false]]);
    expect(read("import { type A, b } from '../b.js';")).to.deep.equal([['lib/b.ts', false]]);
    expect(read("import {\n  type A,\n  type B,\n} from '../b.js';")).to.deep.equal([['lib/b.ts', true]]);
    expect(read("import type A from '../b.js';")).to.deep.equal([['lib/b.ts', true]]);
    expect(read("export type { A } from './b.js';\nexport * from './c.js';")).to.deep.equal([
      ['lib/api/b.ts', true],
      ['lib/api/c.ts', false],
    ]);
    expect(read("import './b.js';\nconst c = await import('c');")).to.deep.equal([
      ['lib/api/b.ts', false],
      ['c', false],
    ]);
    expect(read("// import './b.js';\nexport const name = 'from';")).to.deep.equal([]);
  });

  it('would refuse a step upwards', () => {
    const step = { isRelative: true, isTypeOnly: false };
    expect(isAllowed({ ...step, from: 'lib/api/a.ts', to: 'lib/customer/b.ts' })).to.equal(false);
    expect(isAllowed({ ...step, from: 'lib/sandbox/a.ts', to: 'lib/jwt.ts' })).to.equal(false);
    expect(isAllowed({ ...step, from: 'lib/sandbox/a.ts', to: WIRE })).to.equal(false);
    expect(isAllowed({ ...step, from: 'lib/browser/a.ts', to: 'lib/check.ts' })).to.equal(false);
    expect(isAllowed({ ...step, from: 'lib/api/a.ts', to: 'test/b.ts' })).to.equal(false);
  });
});
