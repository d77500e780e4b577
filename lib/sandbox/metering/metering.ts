/** The free views of a sandbox's readers: the publisher's settings, and what the browser SDK needs to count by them. */
import { createCipheriv, createHash } from 'node:crypto';
import { count, each, flag, object, oneOf } from '../check.js';
import type { SandboxMetering } from '../types.js';
import type { MeteringConfig } from './view.js';

type Settings = Required<SandboxMetering>;

const NONE: Settings = {
  activated: false,
  freeViews: 0,
  freeViewsAfterLogin: 0,
  period: 'MONTH',
  startWithFirstDay: false,
  countOnlyUniqueViews: false,
  ignoreSearchEngines: false,
  ignoreSocialMedia: false,
};

export const METERING = object({
  ...each(['activated', 'startWithFirstDay', 'countOnlyUniqueViews', 'ignoreSearchEngines', 'ignoreSocialMedia'], flag),
  ...each(['freeViews', 'freeViewsAfterLogin'], count(0, 100_000)),
  period: oneOf('DAY', 'WEEK', 'MONTH', 'YEAR'),
});

/** plenigo's initialisation vector of the cookie. */
const VECTOR = Buffer.from('7a134cc376d05cf6bc116e1e53c8801e', 'hex');
/** Twice as many characters, in hex, are nearly the longest cookie that browsers keep. */
const PAD_BYTES = 2000;

/** Fills in the rest. Throws `Misfit` for settings that make no sense. */
function completeSettings(metering: SandboxMetering): Settings {
  METERING(metering, '');
  const given = Object.entries(metering).filter(([, value]) => value !== undefined);
  const { activated = true, freeViews = 0, ...rest }: SandboxMetering = Object.fromEntries(given);
  return { ...NONE, freeViewsAfterLogin: freeViews, ...rest, activated, freeViews };
}

export class Metering {
  readonly #first: SandboxMetering | undefined;
  readonly #now: () => number;
  readonly #pad: string;
  /** `undefined` as long as nobody has set any. */
  #settings: Settings | undefined;
  #resets = 0;

  constructor(options: { companyId: string; metering: SandboxMetering | undefined; now: () => number }) {
    const { companyId, metering, now } = options;
    this.#now = now;
    this.#first = metering;
    this.#settings = metering && completeSettings(metering);
    // With a key and a vector that never change, this cipher combines every text with the same bytes: the browser needs
    // no more than those.
    const key = createHash('md5').update(companyId).digest();
    this.#pad = createCipheriv('aes-128-ctr', key, VECTOR).update(Buffer.alloc(PAD_BYTES)).toString('base64');
  }

  get settings(): Readonly<Settings> {
    return this.#settings ?? NONE;
  }

  set settings(metering: SandboxMetering) {
    this.#settings = completeSettings(metering);
  }

  /** Lets every count begin anew. */
  resetCounts(): void {
    this.#resets += 1;
  }

  /** Back to the first settings, without counts. */
  reset(): void {
    this.#settings = this.#first && completeSettings(this.#first);
    this.resetCounts();
  }

  config(): MeteringConfig {
    return {
      settings: this.settings,
      pad: this.#pad,
      // In whole seconds: otherwise the script would be another one for every page.
      ahead: Math.round((this.#now() - Date.now()) / 1000) * 1000,
      resets: this.#resets,
      // Pages of sites that know nothing of free views would be loaded twice for nothing.
      isCorrecting: this.#settings !== undefined,
    };
  }
}
