// What the soak's processes say to each other.
import type { Sandbox } from 'express-plenigo/sandbox';

/** From the soak to its sandbox. */
export type SandboxOrder = 'faults-on' | 'faults-off' | 'leave' | 'return' | 'account';

/** From the sandbox, once it listens. */
export interface SandboxStarted {
  readonly url: string;
  readonly options: Sandbox['options'];
}

/** The sandbox's answer to `account`: what plenigo would have on its books. */
export interface Account {
  readonly calls: number;
  /** Registrations that succeeded. */
  readonly registrations: number;
  /** Customers by e-mail address, with the ids of what they bought, as often as they bought it. */
  readonly customers: readonly { readonly email: string; readonly bought: readonly string[] }[];
  readonly tokens: number;
  /** Attempts to log in with a token that had been used, was too old, or was never given out. */
  readonly tokenFailures: Sandbox['tokenFailures'];
}

/** From a site, once it listens. */
export interface SiteStarted {
  readonly url: string;
}

/** A site's answer to `memory`: MiB after a collection. */
export interface Memory {
  readonly heap: number;
  readonly rss: number;
}
