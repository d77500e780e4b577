// Gates: a test holds something back until it has seen what happens meanwhile, without any clock.
import type { Fetch } from '../../lib/base/options.js';

export interface Gate {
  /** Resolves when somebody waits at the gate. */
  readonly reached: Promise<void>;
  open(): void;
  /** For who is to be held back. */
  pass(): Promise<void>;
}

export function createGate(): Gate {
  let reach = () => {};
  let open = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    reached,
    open,
    pass: () => {
      reach();
      return opened;
    },
  };
}

/** A fetch whose next answer to a matching URL can be held back; plenigo has done its part by then. */
export function createGatedFetch(): { fetch: Fetch; hold(url: RegExp): Gate } {
  const held: { url: RegExp; gate: Gate }[] = [];
  return {
    fetch: async (url, init) => {
      const index = held.findIndex((entry) => entry.url.test(url));
      const [entry] = index < 0 ? [] : held.splice(index, 1);
      const response = await fetch(url, init);
      await entry?.gate.pass();
      return response;
    },
    hold(url) {
      const gate = createGate();
      held.push({ url, gate });
      return gate;
    },
  };
}
