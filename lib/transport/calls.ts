/** What the clients of all APIs have in common. */

import { type Budget, withBudget } from './budget.js';
import type { ApiRequest } from './request.js';
import type { Send } from './send.js';

export interface Connection<Config> {
  readonly timeout: number;
  /** Nothing secret: the calls show it. */
  readonly config: Config;
  readonly send: Send;
}

/** The calls of one API: each with `timeout` of its own, or all of them within one budget. */
export class Calls<Config> {
  readonly #connection: Connection<Config>;
  readonly #budget: Budget | undefined;

  constructor(connection: Connection<Config>, budget?: Budget) {
    this.#connection = connection;
    this.#budget = budget;
  }

  /**
   * These calls, all sharing one budget instead of having `timeout` each.
   * @internal
   */
  within(budget: Budget): this {
    return callsOf(this.constructor as new () => this, this.#connection, budget);
  }

  /** @internal */
  protected get config(): Config {
    return this.#connection.config;
  }

  /** @internal */
  protected send<Result>(request: ApiRequest<Result>): Promise<Result> {
    const { timeout, send } = this.#connection;
    if (this.#budget !== undefined) return send(request, this.#budget);
    return withBudget(timeout, (budget) => send(request, budget));
  }
}

/** A client for options that are checked already: its own constructor would check them again. */
export function callsOf<Client, Config>(
  client: new (...args: never[]) => Client,
  connection: Connection<Config>,
  budget?: Budget,
): Client {
  return Reflect.construct(Calls, [connection, budget], client) as Client;
}
