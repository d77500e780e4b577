// Runs the tests of each `describe`, and the `describe`s of each file, in an order that the seed decides: a test that
// needs another one before it fails then. Without `SEED` they run as they are written.
import { createHash } from 'node:crypto';

const { SEED } = process.env;

/** Sorts by what a hash makes of seed and name: an order that looks like chance, and that the same seed repeats. */
export function shuffle(list, { seed, name }) {
  const place = (item) =>
    createHash('sha256')
      .update(`${seed} ${name(item)}`)
      .digest('hex');
  const places = new Map(list.map((item) => [item, place(item)]));
  return list.sort((a, b) => (places.get(a) < places.get(b) ? -1 : 1));
}

function shuffleSuite(suite) {
  for (const list of [suite.tests, suite.suites]) shuffle(list, { seed: SEED, name: (item) => item.fullTitle() });
  suite.suites.forEach(shuffleSuite);
}

export const mochaHooks = {
  beforeAll() {
    if (SEED !== undefined) shuffleSuite(this.test.parent);
  },
};
