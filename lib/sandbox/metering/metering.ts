/** The free views of a sandbox's readers: the publisher's settings, and what the browser SDK needs to count by them. */
import { createCipheriv, createHash } from 'node:crypto';
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
const PERIODS: readonly unknown[] = ['DAY', 'WEEK', 'MONTH', 'YEAR'];
const MOST_VIEWS = 100_000;

/** plenigo's initialisation vector of the cookie. */
const VECTOR = Buffer.from('7a134cc376d05cf6bc116e1e53c8801e', 'hex');
/** Twice as many characters, in hex, are nearly the longest cookie that browsers keep. */
const PAD_BYTES = 2000;

/** Checks the settings and fills in the rest. Throws a `TypeError` that names the field. */
function settingsOf(metering: SandboxMetering): Settings {
  const { activated = true, freeViews = 0, ...rest } = metering;
  const settings = { ...NONE, freeViewsAfterLogin: freeViews, ...rest, activated, freeViews };
  for (const [name, value] of Object.entries(settings)) {
    if (!Object.hasOwn(NONE, name)) throw new TypeError(`metering: there is no "${name}"`);
    if (typeof NONE[name as keyof Settings] === 'boolean' && typeof value !== 'boolean') {
      throw new TypeError(`metering: "${name}" must be true or false, not ${value}`);
    }
    const isCount = Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST_VIEWS;
    if (typeof NONE[name as keyof Settings] === 'number' && !isCount) {
      throw new TypeError(`metering: "${name}" must be a whole number up to ${MOST_VIEWS}, not ${value}`);
    }
  }
  if (!PERIODS.includes(settings.period)) {
    throw new TypeError(`metering: "period" must be one of ${PERIODS.join(', ')}, not ${settings.period}`);
  }
  return settings;
}

export class Metering {
  readonly #first: SandboxMetering | undefined;
  readonly #now: () => number;
  readonly #pad: string;
  #settings: Settings = NONE;
  #isSet = false;
  #resets = 0;

  /** Throws a `TypeError` for settings that make no sense. */
  constructor(options: { companyId: string; metering: SandboxMetering | undefined; now: () => number }) {
    const { companyId, metering, now } = options;
    this.#now = now;
    this.#first = metering;
    if (metering) this.settings = metering;
    // With a key and a vector that never change, this cipher combines every text with the same bytes: the browser needs
    // no more than those.
    const key = createHash('md5').update(companyId).digest();
    this.#pad = createCipheriv('aes-128-ctr', key, VECTOR).update(Buffer.alloc(PAD_BYTES)).toString('base64');
  }

  get settings(): Readonly<Settings> {
    return this.#settings;
  }

  set settings(metering: SandboxMetering) {
    this.#settings = settingsOf(metering);
    this.#isSet = true;
  }

  /** Lets every count begin anew. */
  resetCounts(): void {
    this.#resets += 1;
  }

  /** Back to the first settings, without counts. */
  reset(): void {
    this.#settings = NONE;
    this.#isSet = false;
    if (this.#first) this.settings = this.#first;
    this.resetCounts();
  }

  config(): MeteringConfig {
    return {
      settings: this.#settings,
      pad: this.#pad,
      // In whole seconds: otherwise the script would be another one for every page.
      ahead: Math.round((this.#now() - Date.now()) / 1000) * 1000,
      resets: this.#resets,
      // Pages of sites that know nothing of free views would be loaded twice for nothing.
      isCorrecting: this.#isSet,
    };
  }
}
