/** Turns what plenigo answered into findings: one pure function for each check, in the order in which the doctor tells them. */

import { hasCode, PlenigoApiError } from '../../base/errors.js';
import { sayFlags } from '../flags.js';
import { isAnswer, isScript } from '../page/visit.js';
import { judgeConnection } from './connection.js';
import { type Finding, skip, startFinding } from './finding.js';
import type { Observations } from './probe.js';

/** What the doctor asked about, as far as the texts need it. */
export interface Subject {
  readonly api: 'v2' | 'v3';
  readonly apiUrl: string;
  readonly sdkUrl: string;
  /** Undefined if the site names an address of its own, so that neither live nor stage decides. */
  readonly environment: 'live' | 'stage' | undefined;
  readonly product: string | undefined;
}

export function listFindings(seen: Observations, subject: Subject): Finding[] {
  const connection = judgeConnection(seen.reader.error, subject.apiUrl);
  const clock = judgeClock(seen.clockOffset);
  const credentials = judgeCredentials(seen, { clock, subject });
  // API v3 signs nothing and has no closed user group.
  const group = subject.api === 'v2' ? [judgeGroup(seen)] : [];
  const product = judgeProduct(seen, subject);
  const script = judgeScript(seen, subject);
  const rest = [...group, ...product];
  if (connection.level === 'fail') {
    const dated = seen.clockOffset === undefined ? [] : [clock];
    return [connection, ...dated, ...skip([credentials, ...rest], 'plenigo'), script];
  }
  return [
    connection,
    clock,
    credentials,
    ...(credentials.level === 'fail' ? skip(rest, 'the credentials') : rest),
    script,
  ];
}

/** A clock that is wrong by more than this may bring a token near its end before it arrives. */
const DRIFTING_MS = 30_000;
/** Tokens live five minutes. A clock that is wrong by more than this makes tokens that have ended, or are not yet valid, when they arrive. */
const WRONG_MS = 240_000;

/** `offset` is how far plenigo's clock is ahead of ours, in ms. */
function judgeClock(offset: number | undefined): Finding {
  const say = startFinding('Clock');
  if (offset === undefined) return say('undated');
  const distance = Math.abs(offset);
  if (distance <= DRIFTING_MS) return say('right');
  const seconds = Math.round(distance / 1000);
  const duration = seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
  return say(distance > WRONG_MS ? 'wrong' : 'drifting', `${duration} ${offset > 0 ? 'behind' : 'ahead of'}`);
}

/** With these codes plenigo knows the company, and says what its contract lacks. */
const missingFeatures = ['closed-user-group-missing', 'module-missing'] as const;

function judgeCredentials(
  { reader: { value, error } }: Observations,
  { clock, subject }: { clock: Finding; subject: Subject },
): Finding {
  const say = startFinding('Credentials');
  if (value !== undefined || hasCode(error, 'customer-not-found', ...missingFeatures)) {
    return say(`accepted-${subject.api}`);
  }
  if (!hasCode(error, 'invalid-credentials')) return say('untold');
  if (clock.level === 'fail' && subject.api === 'v2') return say('late');
  const number = /errorCode \d+/.exec(error?.message ?? '')?.[0];
  const where = subject.environment === undefined ? subject.apiUrl : `the ${subject.environment} environment`;
  return say(`refused-${subject.api}`, number === undefined ? '' : `, ${number}`, where);
}

function judgeGroup({ reader: { value, error } }: Observations): Finding {
  const say = startFinding('Closed user group');
  if (value !== undefined) return say('strange');
  if (hasCode(error, 'customer-not-found')) return say('on');
  if (hasCode(error, 'closed-user-group-missing')) return say('off');
  if (hasCode(error, 'module-missing')) return say('module');
  return say('untold', error instanceof PlenigoApiError ? ` (${error.status})` : '');
}

/** Judges nothing if no product was named. */
function judgeProduct({ product: outcome }: Observations, { product, apiUrl, api }: Subject): Finding[] {
  if (product === undefined) return [];
  const say = startFinding('Product');
  // Where plenigo fails or is not there, the id says nothing.
  const connection = judgeConnection(outcome?.error, apiUrl);
  if (connection.level === 'fail') return [{ ...connection, check: 'Product' }];
  if (outcome?.value === false || hasCode(outcome?.error, 'customer-not-found')) return [say('notBought')];
  if (outcome?.value === true) return [say('strange')];
  const why = sayFlags(outcome?.error?.message ?? 'it was not asked');
  return [say('untold', why, api === 'v3' ? 'it is the access right, ' : '')];
}

function judgeScript({ script }: Observations, { api, sdkUrl }: Subject): Finding {
  const say = startFinding('Browser script');
  if (!isAnswer(script)) return say('unloaded', sdkUrl, script.reason);
  if (isScript(script)) return say('there', sdkUrl);
  const company =
    'The company id is a part of this address: check --company, and that it is for this --environment. Or check';
  return say('missing', sdkUrl, script.status, api === 'v2' ? company : 'Check');
}
