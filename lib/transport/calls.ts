/** What the clients of all APIs have in common. */

import { type Budget, withBudget } from './budget.js';
import type { ApiRequest } from './request.js';
import type { Send } from './send.js';

/** Hears which customer may have got or lost something by a call. */
export type OnChange = (customer: unknown) => Promise<void>;

/** What a client sends its calls with. A class, so that a client can tell it from the options of a site. */
export class Connection<Config> {
  /** `config` holds nothing secret, because the calls show it. With a `budget` all calls share it. */
  readonly parts: { timeout: number; config: Config; send: Send; budget?: Budget; onChange?: OnChange | undefined };

  constructor(parts: Connection<Config>['parts']) {
    this.parts = parts;
  }
}

/** The calls of one API: each with `timeout` of its own, or all of them within one budget. */
export class Calls<Config> {
  readonly #parts: Connection<Config>['parts'];
  /** @internal */
  protected readonly config: Config;

  constructor({ parts }: Connection<Config>) {
    this.#parts = parts;
    this.config = parts.config;
  }

  /** These calls, all sharing one budget instead of having `timeout` each. @internal */
  within(budget: Budget): this {
    const Client = this.constructor as new (connection: Connection<Config>) => this;
    return new Client(new Connection({ ...this.#parts, budget }));
  }

  /** @internal */
  protected async send<Result>(request: ApiRequest<Result>): Promise<Result> {
    const { timeout, send, budget } = this.#parts;
    return budget ? send(request, budget) : withBudget(timeout, (own) => send(request, own));
  }

  /** To be called after what may have given something, or taken it: also where nobody knows whether it arrived. @internal */
  protected async tell(customer: unknown): Promise<void> {
    await this.#parts.onChange?.(customer);
  }
}
