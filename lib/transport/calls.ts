/**
 * What the clients of all APIs have in common: a call as data, built by the files of an API and sent by `send.ts`, and
 * who sends it.
 */

import { type Budget, withBudget } from './budget.js';

export interface ApiRequest<Result> {
  readonly call: string;
  /**
   * Whom the call is about, because the circuit breaker counts each reader once; without it the call counts by itself.
   */
  readonly about?: string | undefined;
  /** Default: POST with a body, else GET. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query, percent-encoded. */
  readonly path: string;
  readonly body?: object | undefined;
  /**
   * Sending it twice does what sending it once does, so it may be sent again where nobody knows whether it arrived.
   * Default: true but for POST (RFC 9110, 9.2.2).
   */
  readonly repeatable?: boolean;
  /** The largest answer, in bytes. Default: room for some thousand purchases. */
  readonly limit?: number;
  /** Statuses besides 2xx that are an answer rather than an error. */
  readonly answers?: readonly number[];
  /** The result of an answer, or undefined if it lacks what the call is for. `json` is undefined if it was empty. */
  parse(json: unknown, status: number): Result | undefined;
}

/** Sends one request within a budget, retries included. Throws only errors of this package. */
export type Send = <Result>(request: ApiRequest<Result>, budget: Budget) => Promise<Result>;

/** Hears which customer may have got or lost something by a call. */
export type OnChange = (customer: unknown) => Promise<void>;

/** What a client sends its calls with, all within one `budget` if there is one. A class, so that a client can tell it from the options of a site. */
export class Connection<Config> {
  /** `config` holds nothing secret, because the calls show it. */
  readonly parts: { timeout: number; config: Config; send: Send; onChange?: OnChange | undefined };
  readonly budget: Budget | undefined;

  constructor(parts: Connection<Config>['parts'], budget?: Budget) {
    this.parts = parts;
    this.budget = budget;
  }
}

/** The calls of one API: each with `timeout` of its own, or all of them within one budget. */
export class Calls<Config> {
  readonly #connection: Connection<Config>;
  /** @internal */
  protected readonly config: Config;

  constructor(connection: Connection<Config>) {
    this.#connection = connection;
    this.config = connection.parts.config;
  }

  /** These calls, all sharing one budget instead of having `timeout` each. @internal */
  within(budget: Budget): this {
    const Client = this.constructor as new (connection: Connection<Config>) => this;
    return new Client(new Connection(this.#connection.parts, budget));
  }

  /** @internal */
  protected send<Result>(request: ApiRequest<Result>): Promise<Result> {
    const { parts, budget } = this.#connection;
    return budget ? parts.send(request, budget) : withBudget(parts.timeout, (own) => parts.send(request, own));
  }

  /** To be called after what may have given something, or taken it: also where nobody knows whether it arrived. @internal */
  protected async tell(customer: unknown): Promise<void> {
    await this.#connection.parts.onChange?.(customer);
  }
}
