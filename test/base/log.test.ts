// What a site without a logger finds on stderr: a line a fault, and none of them over and over.
import { expect } from 'chai';
import { useWorld } from '../middleware/world.js';

interface Warning extends Error {
  code?: string;
}

describe('the log of a site that brings none', () => {
  const world = useWorld();
  let warnings: Warning[];
  const note = (warning: Warning) => {
    if (warning.name === 'PlenigoWarning') warnings.push(warning);
  };
  /** In ms: what has passed by this test's clock, which stands still otherwise, however busy the machine is. */
  let ahead: number;

  beforeEach(() => {
    warnings = [];
    process.on('warning', note);
    ahead = 0;
    const start = performance.now();
    performance.now = () => start + ahead;
  });
  afterEach(() => {
    process.off('warning', note);
    Reflect.deleteProperty(performance, 'now');
  });

  const readers = ['ada', 'bob'].map((name) => ({ id: `${name}-1`, email: `${name}@news.example` }));

  async function site() {
    const { open: visit } = await world.site({
      options: { logger: undefined, circuitBreaker: false },
      hasRouter: true,
      pages: (plenigo) => ({ '/article/:slug': plenigo.checkout('ARTICLE-1'), '/note/:slug': plenigo.checkout('A') }),
    });
    /** Every reader opens the page. */
    const open = async (path: string) => {
      for (const user of readers) await visit(path, { user }).expect(200);
    };
    return { open };
  }

  it('has one line a fault, with its code and its route and nothing of the reader’s, once a minute', async () => {
    const { open } = await site();
    world.sandbox.inject({ call: 'createLoginToken', status: 429, times: 100 });
    await open('/article/adas-own-page');
    await open('/article/adas-own-page');
    expect(warnings).to.have.length(1);
    const [warning] = warnings;
    expect(warning?.code).to.equal('rate-limited');
    expect(warning?.message).to.match(/^too many requests .*\(GET \/article\/:slug\)$/);
    expect(warning?.message).to.not.match(/ada|bob|\n/);
    await open('/note/one');
    expect(warnings).to.have.length(2);
    ahead += 59_000;
    await open('/article/adas-own-page');
    expect(warnings).to.have.length(2);
    ahead += 2000;
    await open('/article/adas-own-page');
    expect(warnings).to.have.length(3);
  });

  it('tells a conflict once a reader and hour', async () => {
    for (const { email } of readers) world.sandbox.addCustomer({ email });
    const { open } = await site();
    for (const path of ['/article/one', '/article/two', '/note/one']) await open(path);
    expect(warnings.map(({ code }) => code)).to.deep.equal(['email-conflict', 'email-conflict']);
    ahead += 59 * 60_000;
    await open('/article/one');
    expect(warnings).to.have.length(2);
    ahead += 2 * 60_000;
    await open('/article/one');
    expect(warnings).to.have.length(4);
  });
});
