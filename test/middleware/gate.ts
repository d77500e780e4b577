// Gates: a test holds something back until it has seen what happens meanwhile, without any clock.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setImmediate } from 'node:timers/promises';
import type { Fetch } from '../../lib/base/options.js';
import type { CallEvent } from '../../lib/transport/send.js';

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

/** This fetch, and whether none of its answers is on its way any more. */
export function createCountedFetch(fetch: Fetch): { fetch: Fetch; isQuiet(): boolean } {
  let running = 0;
  return {
    fetch: async (url, init) => {
      running += 1;
      try {
        return await fetch(url, init);
      } finally {
        running -= 1;
      }
    },
    isQuiet: () => running === 0,
  };
}

/** Resolves when this process has what came of a call of this name. */
export function answered(call: string): Promise<void> {
  return new Promise((resolve) => {
    const hear = (event: unknown) => {
      if ((event as CallEvent).call !== call) return;
      unsubscribe('express-plenigo:call', hear);
      resolve();
    };
    subscribe('express-plenigo:call', hear);
  });
}

/** Resolves when this has become true of what goes on beside the pages; a test that has failed by then keeps no process running. */
export async function until(isTrue: () => boolean): Promise<void> {
  const end = process.uptime() + 60;
  while (!isTrue()) {
    if (process.uptime() > end) throw new Error('it has not become true in a minute');
    await setImmediate();
  }
}

/** What a plenigo answers that hangs, until whoever waits gives up. */
export const hang = ({ signal }: { signal: AbortSignal }): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
