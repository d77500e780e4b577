/** What the clients of all APIs have in common. */

import { type Budget, withBudget } from './budget.js';
import type { ApiRequest } from './request.js';
import type { Send } from './send.js';

interface Parts<Config> {
  readonly timeout: number;
  /** Nothing secret: the calls show it. */
  readonly config: Config;
  readonly send: Send;
  /** All calls share it; without one each has `timeout`. */
  readonly budget?: Budget;
}

/** What a client sends its calls with. A class, so that a client can tell it from the options of a site. */
export class Connection<Config> {
  readonly parts: Parts<Config>;

  constructor(parts: Parts<Config>) {
    this.parts = parts;
  }
}

/** The calls of one API: each with `timeout` of its own, or all of them within one budget. */
export class Calls<Config> {
  readonly #parts: Parts<Config>;

  constructor({ parts }: Connection<Config>) {
    this.#parts = parts;
  }

  /**
   * These calls, all sharing one budget instead of having `timeout` each.
   * @internal
   */
  within(budget: Budget): this {
    const Client = this.constructor as new (connection: Connection<Config>) => this;
    return new Client(new Connection({ ...this.#parts, budget }));
  }

  /** @internal */
  protected get config(): Config {
    return this.#parts.config;
  }

  /** @internal */
  protected async send<Result>(request: ApiRequest<Result>): Promise<Result> {
    const { timeout, send, budget } = this.#parts;
    if (budget !== undefined) return send(request, budget);
    return withBudget(timeout, (own) => send(request, own));
  }
}
