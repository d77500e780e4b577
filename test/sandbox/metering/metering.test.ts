// The settings of the sandbox's free views.
import { expect } from 'chai';
import { type Sandbox, type SandboxMetering, startSandbox } from '../../../lib/sandbox/index.js';
import { send } from '../support.js';

describe("the sandbox's free views", () => {
  let sandbox: Sandbox | undefined;
  afterEach(() => sandbox?.close());

  it('are none unless a test wants some; then as many after the login, each counts, for a month', async () => {
    sandbox = await startSandbox({ metering: { freeViews: 3 } });
    const flags = { startWithFirstDay: false, countOnlyUniqueViews: false };
    const ignored = { ignoreSearchEngines: false, ignoreSocialMedia: false };
    const views = { activated: true, freeViews: 3, freeViewsAfterLogin: 3, period: 'MONTH' };
    expect(sandbox.metering).to.deep.equal({ ...views, ...flags, ...ignored });
    // They are set anew as a whole, and are those of the options after a reset.
    sandbox.metering = { freeViews: 1, freeViewsAfterLogin: 0, period: 'DAY' };
    expect(sandbox.metering).to.include({ freeViews: 1, freeViewsAfterLogin: 0, period: 'DAY' });
    sandbox.metering = { activated: false };
    expect(sandbox.metering).to.include({ activated: false, freeViews: 0, period: 'MONTH' });
    sandbox.reset();
    expect(sandbox.metering).to.include({ activated: true, freeViews: 3 });
  });

  const wrong = {
    ...{ freeViews: -1, freeViewsAfterLogin: Number.NaN, period: 'month', views: 3 },
    ...{ countOnlyUniqueViews: 'true', startWithFirstDay: null },
  };
  for (const [name, value] of Object.entries(wrong)) {
    it(`are refused with a wrong "${name}"`, async () => {
      const metering = { [name]: value } as SandboxMetering;
      const error = await startSandbox({ metering }).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(TypeError).with.property('message').that.contains(`"metering.${name}"`);
    });
  }

  it('reach the browser in the script, which stays the same while nothing changes', async () => {
    sandbox = await startSandbox();
    expect(sandbox.metering).to.include({ activated: false, freeViews: 0 });
    const path = new URL(sandbox.options.sdkUrl).pathname;
    const tag = async () => (await send(sandbox as Sandbox, { path })).headers.etag;
    const first = await tag();
    expect(await tag()).to.equal(first);
    sandbox.metering = { freeViews: 2 };
    expect(await tag()).not.to.equal(first);
  });
});
