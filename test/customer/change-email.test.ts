/** changeEmail(): who calls it may rely on what it has kept. */
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { RecordStore } from '../../lib/base/options.js';
import { createGate } from '../middleware/gate.js';
import { useWorld } from '../middleware/world.js';
import { failure } from '../support/errors.js';

const A = 'ada@news.example';
const B = 'countess@news.example';
const ada = { id: 'ada-1', email: A };
const moved = { id: 'ada-1', email: B };

describe('changeEmail', () => {
  const world = useWorld();

  /** A site that knows Ada, and whose store is in no hurry from now on: it keeps nothing until the gate is open. */
  async function startSlow() {
    const gate = createGate();
    const records = new Map<string, string>();
    let isSlow = false;
    const store: RecordStore = {
      get: async (key) => records.get(key),
      set: async (key, value) => {
        if (isSlow) await gate.pass();
        records.set(key, value);
      },
    };
    const { read, plenigo } = await world.site({ options: { store, timeout: 60_000 } });
    await read(ada);
    isSlow = true;
    return { plenigo, records, gate };
  }

  it('resolves only when its record is kept', async () => {
    const { plenigo, records, gate } = await startSlow();
    let isDone = false;
    const change = plenigo.changeEmail(moved).then(() => {
      isDone = true;
    });
    await gate.reached;
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    expect(isDone).to.equal(false);
    gate.open();
    await change;
    expect([...records.values()].map((text) => JSON.parse(text).email)).to.deep.equal([B]);
  });

  it('begins only when the record of the change before, which has failed, is kept', async () => {
    const { plenigo, gate } = await startSlow();
    world.sandbox.inject({ call: 'changeEmail', status: 402 });
    const first = failure(plenigo.changeEmail(moved));
    await setImmediate();
    const second = plenigo.changeEmail({ id: ada.id, email: 'duchess@news.example' });
    await gate.reached;
    world.calls();
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    expect(world.calls()).to.deep.equal([]);
    gate.open();
    expect((await first).code).to.equal('module-missing');
    await second;
    expect(world.sandbox.customers[0]?.email).to.equal('duchess@news.example');
  });
});
