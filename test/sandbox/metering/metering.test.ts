// The settings of the sandbox's free views.
import { createDecipheriv, createHash } from 'node:crypto';
import { expect } from 'chai';
import { type Sandbox, type SandboxMetering, startSandbox } from '../../../lib/sandbox/index.js';
import { Metering } from '../../../lib/sandbox/metering/metering.js';
import { send } from '../support.js';

describe("the sandbox's free views", () => {
  let sandbox: Sandbox | undefined;
  afterEach(() => sandbox?.close());

  it('are none unless a test wants some', async () => {
    sandbox = await startSandbox();
    expect(sandbox.metering).to.include({ activated: false, freeViews: 0 });
  });

  it('are as many after the login, each counts, for a month, unless somebody says otherwise', async () => {
    sandbox = await startSandbox({ metering: { freeViews: 3 } });
    expect(sandbox.metering).to.deep.equal({
      ...{ activated: true, freeViews: 3, freeViewsAfterLogin: 3, period: 'MONTH' },
      ...{
        startWithFirstDay: false,
        countOnlyUniqueViews: false,
        ignoreSearchEngines: false,
        ignoreSocialMedia: false,
      },
    });
  });

  it('are set anew as a whole, and are those of the options after a reset', async () => {
    sandbox = await startSandbox({ metering: { freeViews: 3 } });
    sandbox.metering = { freeViews: 1, freeViewsAfterLogin: 0, period: 'DAY' };
    expect(sandbox.metering).to.include({ freeViews: 1, freeViewsAfterLogin: 0, period: 'DAY' });
    sandbox.metering = { activated: false };
    expect(sandbox.metering).to.include({ activated: false, freeViews: 0, period: 'MONTH' });
    sandbox.reset();
    expect(sandbox.metering).to.include({ activated: true, freeViews: 3 });
  });

  const wrong: Record<string, object> = {
    freeViews: { freeViews: -1 },
    freeViewsAfterLogin: { freeViewsAfterLogin: Number.NaN },
    period: { period: 'month' },
    countOnlyUniqueViews: { countOnlyUniqueViews: 'true' },
    startWithFirstDay: { startWithFirstDay: null },
    views: { views: 3 },
  };
  for (const [name, metering] of Object.entries(wrong)) {
    it(`are refused with a wrong "${name}"`, async () => {
      const error = await startSandbox({ metering: metering as SandboxMetering }).catch((e: unknown) => e);
      expect(error).to.be.instanceOf(TypeError).with.property('message').that.contains(`"metering.${name}"`);
    });
  }

  it('reach the browser in the script, which stays the same while nothing changes', async () => {
    sandbox = await startSandbox();
    const path = new URL(sandbox.options.sdkUrl).pathname;
    const tag = async () => (await send(sandbox as Sandbox, { path })).headers.etag;
    const first = await tag();
    expect(await tag()).to.equal(first);
    sandbox.metering = { freeViews: 2 };
    expect(await tag()).not.to.equal(first);
  });

  it('are encrypted by what plenigo documents: AES-128-CTR by the MD5 of the company id', () => {
    const metering = new Metering({ companyId: 'company', metering: undefined, now: Date.now });
    const pad = Buffer.from(metering.config().pad, 'base64');
    const text = Buffer.from('ab12|true|3|1|false');
    const combined = text.map((byte, i) => byte ^ (pad[i] ?? 0));
    const key = createHash('md5').update('company').digest();
    const decipher = createDecipheriv('aes-128-ctr', key, Buffer.from('7a134cc376d05cf6bc116e1e53c8801e', 'hex'));
    expect(decipher.update(combined).toString()).to.equal(text.toString());
  });
});
