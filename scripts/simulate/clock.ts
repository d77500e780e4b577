/** A clock by which a day passes as fast as the code runs that waits for it, and random numbers that are the same each time. */

import { setImmediate as nextTurn } from 'node:timers/promises';

/** Stands in for the timers and clocks of this process, for good. */
export class VirtualClock {
  /** In whole ms since the day began. */
  now = 0;
  /** By the time when they are due. A timer that was cleared is empty. */
  readonly #timers = new Map<number, Set<() => void>[]>();

  constructor(beginsAt: Date) {
    const setTimeout = (run: (...args: unknown[]) => void, delay = 0, ...args: unknown[]) => {
      const [timer, at] = [new Set([() => run(...args)]), this.now + Math.max(1, Math.ceil(delay))];
      this.#timers.set(at, [...(this.#timers.get(at) ?? []), timer]);
      return timer;
    };
    Object.assign(globalThis, { setTimeout, clearTimeout: (timer?: Set<unknown>) => timer?.clear() });
    performance.now = () => this.now;
    Date.now = () => beginsAt.getTime() + this.now;
  }

  readonly sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

  /** Begins each piece of work, which are in order, when it is due, and lets time pass until nobody waits for anything. */
  async run<Work extends { readonly at: number }>(all: readonly Work[], begin: (work: Work) => unknown): Promise<void> {
    for (let next = 0; next < all.length || this.#timers.size > 0; this.now += 1) {
      for (; Number(all[next]?.at) <= this.now; next += 1) setTimeout(begin, 0, all[next]);
      if (!this.#timers.has(this.now)) continue;
      for (const timer of this.#timers.get(this.now) ?? []) {
        for (const run of timer) {
          run();
          // Whatever follows from that without waiting is done before time goes on.
          await nextTurn();
        }
      }
      this.#timers.delete(this.now);
    }
  }
}

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    const more = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((more ^ (more >>> 14)) >>> 0) / 2 ** 32;
  };
}
