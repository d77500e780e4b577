/** A clock that a test turns by hand: budgets then end when the test says so, however busy the machine is. */

/** Stands in for `setTimeout` and `clearTimeout` of this process until `stop` is called. */
export class HandClock {
  readonly #timers = new Map<NodeJS.Timeout, { at: number; run: () => void }>();
  readonly #real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  #now = 0;

  constructor() {
    const set = (run: (...args: unknown[]) => void, delay = 0, ...args: unknown[]): NodeJS.Timeout => {
      // A real handle, so that whoever calls its methods finds them; it never fires.
      const handle = this.#real.setTimeout(() => {}, 2_147_483_647);
      this.#real.clearTimeout(handle);
      this.#timers.set(handle, { at: this.#now + delay, run: () => run(...args) });
      return handle;
    };
    const clear = (handle: NodeJS.Timeout) => {
      this.#timers.delete(handle);
    };
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
  }

  /** How many timers have neither fired nor been cleared. */
  get running(): number {
    return this.#timers.size;
  }

  /** Lets so many ms pass at once. */
  readonly tick = (milliseconds: number): void => {
    this.#now += milliseconds;
    for (const [handle, { at, run }] of this.#timers) {
      if (at > this.#now) continue;
      this.#timers.delete(handle);
      run();
    }
  };

  stop(): void {
    Object.assign(globalThis, this.#real);
  }
}
