// What one process knows of the publisher's switch: how often it asks, what it keeps, and who waits for the first answer.
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { PlenigoNetworkError } from '../../lib/base/errors.js';
import type { Platform } from '../../lib/platform/platform.js';
import type { Budget } from '../../lib/transport/budget.js';
import { createPaywallSwitch, SWITCH_TTL } from '../../lib/visit/publisher.js';
import { useHandClock } from '../resilience/clock.js';

const TIMEOUT = 2000;
const outage = new PlenigoNetworkError('timeout', { call: 'isPaywallEnabled' });

describe('what a process knows of the switch', () => {
  const clock = useHandClock();

  /** A switch whose questions the test answers. */
  function createSwitch() {
    const asked: { isOn(answer: boolean): Promise<void>; fail(): Promise<void>; budget: Budget }[] = [];
    const isPaywallOn = (budget: Budget) =>
      new Promise<boolean>((resolve, reject) => {
        asked.push({
          budget,
          isOn: (answer) => {
            resolve(answer);
            return setImmediate();
          },
          fail: () => {
            reject(outage);
            return setImmediate();
          },
        });
      });
    const paywall = createPaywallSwitch({ isPaywallOn } as unknown as Platform, TIMEOUT);
    const faults: unknown[] = [];
    const isOff = () => paywall.isOff((error) => faults.push(error));
    return { paywall, asked, faults, isOff };
  }

  /** Whether somebody who waits for the first answer would still wait. */
  async function isWaitedFor({ first }: { first: Promise<void> | undefined }): Promise<boolean> {
    let isOver = first === undefined;
    first?.then(() => {
      isOver = true;
    });
    // Who gives up does so behind what ends at the same moment.
    for (let turn = 0; turn < 4; turn += 1) await setImmediate();
    return !isOver;
  }

  it('is what plenigo said last, asked for once a minute', async () => {
    const { paywall, asked, isOff, faults } = createSwitch();
    expect([paywall.first, asked.length], 'before the first page').to.deep.equal([undefined, 0]);
    for (const [index, answer] of [false, true, false, false].entries()) {
      isOff();
      isOff();
      expect(asked).to.have.length(index + 1);
      await asked[index]?.isOn(answer);
      expect(isOff()).to.equal(!answer);
      clock().tick(SWITCH_TTL - 1);
      expect(isOff()).to.equal(!answer);
      expect(asked).to.have.length(index + 1);
      clock().tick(1);
    }
    expect([faults, clock().running], 'no timer is left behind').to.deep.equal([[], 0]);
  });

  it('is asked for no more often while that fails, and stays', async () => {
    const { asked, isOff, faults } = createSwitch();
    isOff();
    await asked[0]?.isOn(false);
    for (const minute of [1, 2, 3]) {
      clock().tick(SWITCH_TTL);
      expect(isOff()).to.equal(true);
      await asked[minute]?.fail();
      expect(isOff()).to.equal(true);
      expect(asked).to.have.length(minute + 1);
    }
    expect(faults).to.deep.equal([outage, outage, outage]);
  });

  it('is waited for until the first answer is there, or has failed', async () => {
    for (const end of ['isOn', 'fail'] as const) {
      const { paywall, asked, isOff } = createSwitch();
      isOff();
      expect(await isWaitedFor(paywall)).to.equal(true);
      await asked[0]?.[end](true);
      expect(await isWaitedFor(paywall)).to.equal(false);
    }
  });

  it('is waited for no longer than a quarter of a page’s time, and heard all the same when it comes', async () => {
    const { paywall, asked, isOff } = createSwitch();
    isOff();
    clock().tick(TIMEOUT / 4 - 1);
    expect(await isWaitedFor(paywall)).to.equal(true);
    clock().tick(1);
    expect([await isWaitedFor(paywall), asked[0]?.budget.remaining === 0]).to.deep.equal([false, false]);
    await asked[0]?.isOn(false);
    expect(isOff()).to.equal(true);
  });

  it('is not waited for a second time', async () => {
    const { paywall, asked, isOff } = createSwitch();
    isOff();
    await asked[0]?.fail();
    clock().tick(SWITCH_TTL);
    isOff();
    expect(asked).to.have.length(2);
    expect(await isWaitedFor(paywall)).to.equal(false);
  });

  it('costs the process nothing when the site’s logger throws', async () => {
    const { paywall, asked } = createSwitch();
    const rejections: unknown[] = [];
    const note = (reason: unknown) => rejections.push(reason);
    process.on('unhandledRejection', note);
    paywall.isOff(() => {
      throw new Error('the logger failed');
    });
    await asked[0]?.fail();
    await setImmediate();
    process.off('unhandledRejection', note);
    expect(rejections).to.deep.equal([]);
  });
});
