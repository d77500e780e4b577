/** One step of a rehearsal: what plenigo is asked, and what must come of it for this package to work. */

import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode, PlenigoError, type PlenigoErrorCode } from '../../base/errors.js';
import type { Finding } from '../doctor/finding.js';
import { sayFlags } from '../flags.js';

/** What it asks, by what it is about; each says which reading of plenigo's documents holds, or throws `Refuted` or what a call throws. */
export type Steps = Readonly<Record<string, () => Promise<string>>>;

/** What a rehearsal is told: what is sold and opened, and what makes the names of its customers its own. */
export interface Props {
  readonly product: string | undefined;
  readonly offer: string | undefined;
  readonly run: string;
  /** The ids of those whom it makes, who stay at plenigo. */
  readonly customerIds: string[];
}

/** plenigo does what this package cannot work with. */
export class Refuted extends Error {}

export function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Refuted(otherwise);
}

export async function perform(check: string, step: () => Promise<string>): Promise<Finding> {
  try {
    return { check, level: 'ok', text: await step() };
  } catch (error) {
    if (!(error instanceof PlenigoError || error instanceof Refuted)) throw error;
    return { check, level: 'fail', text: sayFlags(error.message) };
  }
}

/** What came of a call: its result, or its status and number if it is refused with one of these codes. */
export async function settle<T>(work: Promise<T>, ...codes: PlenigoErrorCode[]) {
  try {
    return { value: await work };
  } catch (error) {
    if (!hasCode(error, ...codes)) throw error;
    return { refused: /status [^)]*/.exec((error as PlenigoError).message)?.[0] ?? '' };
  }
}

/** Asks, for ten seconds, until the answer is `wanted`; says how long that took. */
export async function waitFor(wanted: boolean, ask: () => Promise<boolean>): Promise<string> {
  for (let seconds = 0; seconds <= 10; seconds += 0.5) {
    if ((await ask()) === wanted) return seconds === 0 ? 'at once' : `after ${seconds} s`;
    await sleep(500);
  }
  throw new Refuted(`plenigo still says ${wanted ? 'no' : 'yes'} after ten seconds.`);
}
