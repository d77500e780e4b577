/** Everything that one sandbox knows and does, without HTTP. */
import { setMaxListeners } from 'node:events';
import { AccountSessions } from './account/sessions.js';
import { Misfit } from './check.js';
import { CheckoutSessions } from './checkout/sessions.js';
import { Faults } from './faults.js';
import { RequestLog } from './history.js';
import { ApiFailure } from './http.js';
import { Metering } from './metering/metering.js';
import type { ResolvedOptions } from './options.js';
import { addCustomer } from './seed.js';
import { State } from './state.js';
import { Callbacks } from './v3/callbacks.js';
import { makeListener } from './v3/events.js';
import { V3State } from './v3/state.js';
import { makeVerifier } from './verify.js';

export type Backend = ReturnType<typeof createBackend>;

/** `calls`: the names of what faults can hit. */
export function createBackend(options: ResolvedOptions, calls: readonly string[]) {
  /** Aborts what waits: delays, and callbacks on their way. */
  const closing = new AbortController();
  // Each of them listens; Node would warn of the eleventh.
  setMaxListeners(0, closing.signal);
  const state = new State(options);
  const { now } = state;
  const v3 = new V3State(state, options);
  const callbacks = new Callbacks({ ...options, now, closing: closing.signal });
  const metering = new Metering({ ...options, now });
  const checkouts = new CheckoutSessions(state);
  const accounts = new AccountSessions(state);
  const faults = new Faults(calls);
  const log = new RequestLog(options.keepLast);

  function begin(): void {
    state.listener = undefined;
    for (const part of [state, v3, callbacks, log, faults, checkouts, accounts]) part.clear();
    state.paywall.enabled = options.paywall.enabled;
    for (const [index, customer] of options.customers.entries()) {
      try {
        addCustomer(state, customer);
      } catch (error) {
        throw error instanceof ApiFailure ? new Misfit(`customers[${index}]`, `does not fit: ${error.message}`) : error;
      }
    }
    // Nobody is told of what is there from the start.
    state.listener = makeListener(v3, callbacks);
  }

  /** Puts everything back as if the sandbox had just been started. The address of callbacks stays. */
  function reset(): void {
    metering.reset();
    begin();
  }

  begin();
  // Sites sign by real time, wherever the sandbox's clock is.
  const verifyToken = makeVerifier(options, () => Date.now());
  return { options, state, v3, callbacks, metering, checkouts, accounts, faults, log, verifyToken, reset, closing };
}
