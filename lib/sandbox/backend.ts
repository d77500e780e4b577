/** Everything that one sandbox knows and does, without HTTP. */
import { AccountSessions } from './account/sessions.js';
import { Misfit } from './check.js';
import { CheckoutSessions } from './checkout/sessions.js';
import { Faults } from './faults.js';
import { RequestLog } from './history.js';
import { Metering } from './metering/metering.js';
import type { ResolvedOptions } from './options.js';
import { addCustomer, SeedError } from './seed.js';
import { State } from './state.js';
import { Callbacks } from './v3/callbacks.js';
import { Events } from './v3/events.js';
import { V3State } from './v3/state.js';
import { TokenVerifier } from './verify.js';

export class Backend {
  readonly options: ResolvedOptions;
  readonly state: State;
  readonly v3: V3State;
  readonly callbacks: Callbacks;
  readonly metering: Metering;
  readonly checkouts: CheckoutSessions;
  readonly accounts: AccountSessions;
  readonly verifier: TokenVerifier;
  readonly faults: Faults;
  readonly log: RequestLog;

  /** `calls`: the names of what faults can hit. */
  constructor(options: ResolvedOptions, calls: readonly string[]) {
    const { companyId, secret, keepLast, metering, offers, callbackSecret, callbackUrl } = options;
    this.options = options;
    this.state = new State(options);
    const { now } = this.state;
    this.v3 = new V3State(this.state, offers);
    this.callbacks = new Callbacks({ secret: callbackSecret, url: callbackUrl, now, keepLast });
    this.metering = new Metering({ companyId, metering, now });
    this.checkouts = new CheckoutSessions(this.state, secret);
    this.accounts = new AccountSessions(this.state);
    // Sites sign by real time, wherever the sandbox's clock is.
    this.verifier = new TokenVerifier({ companyId, secret }, () => Date.now());
    this.faults = new Faults(calls);
    this.log = new RequestLog(keepLast);
    this.#begin();
  }

  /** Puts everything back as if the sandbox had just been started. The address of callbacks stays. */
  readonly reset = (): void => {
    this.state.listener = undefined;
    for (const part of [this.state, this.v3, this.callbacks, this.log, this.faults]) part.clear();
    for (const sessions of [this.checkouts, this.accounts]) sessions.clear();
    this.metering.reset();
    this.#begin();
  };

  #begin(): void {
    const { paywall, customers } = this.options;
    this.state.paywall.enabled = paywall.enabled;
    for (const [index, customer] of customers.entries()) {
      try {
        addCustomer(this.state, customer);
      } catch (error) {
        throw error instanceof SeedError ? new Misfit(`customers[${index}]`, `does not fit: ${error.message}`) : error;
      }
    }
    // Nobody is told of what is there from the start.
    this.state.listener = new Events(this.v3, this.callbacks);
  }
}
