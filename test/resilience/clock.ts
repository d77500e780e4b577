/** A clock that a test turns by hand: budgets then end when the test says so, however busy the machine is. */

/** Stands in for the timers and the clocks of this process until `stop` is called. */
export class HandClock {
  readonly #timers = new Map<NodeJS.Timeout, { at: number; run: () => void }>();
  readonly #date = Date.now;
  readonly #real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  /** A whole number, so that sums are exact. */
  #now = Math.ceil(performance.now());

  constructor() {
    const set = (run: (...args: unknown[]) => void, delay = 0, ...args: unknown[]): NodeJS.Timeout => {
      // A real handle, so that whoever calls its methods finds them; it never fires.
      const handle = this.#real.setTimeout(() => {}, 2_147_483_647);
      this.#real.clearTimeout(handle);
      this.#timers.set(handle, { at: this.#now + delay, run: () => run(...args) });
      return handle;
    };
    const clear = (handle: NodeJS.Timeout) => {
      // What began before this clock must end, too: fetch keeps a timer for each of its connections.
      if (!this.#timers.delete(handle)) this.#real.clearTimeout(handle);
    };
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
    performance.now = () => this.#now;
    const ahead = Date.now() - this.#now;
    Date.now = () => ahead + this.#now;
  }

  /** How many timers have neither fired nor been cleared. */
  get running(): number {
    return this.#timers.size;
  }

  /** Lets so many ms pass at once; timers may be `early` by a fraction, as real ones are. */
  readonly tick = (milliseconds: number, { early = 0 } = {}): void => {
    this.#now += milliseconds - early;
    for (const [handle, { at, run }] of [...this.#timers]) {
      if (at <= this.#now + early && this.#timers.delete(handle)) run();
    }
  };

  stop(): void {
    Object.assign(globalThis, this.#real);
    Date.now = this.#date;
    // The real one is the prototype's.
    Reflect.deleteProperty(performance, 'now');
  }
}

/** Inside a `describe`: time passes in its tests only when they say so. */
export function useHandClock(): () => HandClock {
  let clock: HandClock;
  beforeEach(() => {
    clock = new HandClock();
  });
  afterEach(() => clock.stop());
  return () => clock;
}
