/** Turns what plenigo answered into findings: one pure function for each check, in the order in which the doctor tells them. */

import { hasCode, PlenigoApiError } from '../../base/errors.js';
import { sayFlags } from '../flags.js';
import { judgeConnection } from './connection.js';
import type { Finding } from './finding.js';
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
  if (connection.level === 'fail') {
    const waiting = [credentials, ...group, ...product].map(({ check }) => skip(check, 'plenigo'));
    return [connection, ...(seen.clockOffset === undefined ? [] : [clock]), ...waiting, script];
  }
  if (credentials.level === 'fail') {
    const waiting = [...group, ...product].map(({ check }) => skip(check, 'the credentials'));
    return [connection, clock, credentials, ...waiting, script];
  }
  return [connection, clock, credentials, ...group, ...product, script];
}

function skip(check: string, what: string): Finding {
  return { check, level: 'skipped', text: `Not checked: ${what} first.` };
}

/** A clock that is wrong by more than this may bring a token near its end before it arrives. */
const DRIFTING_MS = 30_000;
/** Tokens live five minutes. A clock that is wrong by more than this makes tokens that have ended, or are not yet valid, when they arrive. */
const WRONG_MS = 240_000;

/** `offset` is how far plenigo's clock is ahead of ours, in ms. */
function judgeClock(offset: number | undefined): Finding {
  const check = 'Clock';
  if (offset === undefined) {
    return { check, level: 'warn', text: 'The answer had no date, so the clock could not be compared.' };
  }
  const distance = Math.abs(offset);
  if (distance <= DRIFTING_MS) {
    return { check, level: 'ok', text: 'This machine and plenigo agree on the time.' };
  }
  const text = `The clock of this machine is ${formatDuration(distance)} ${offset > 0 ? 'behind' : 'ahead of'} plenigo’s.`;
  const cure = 'Switch on time synchronisation (NTP) on this machine.';
  return distance > WRONG_MS
    ? {
        check,
        level: 'fail',
        text: `${text} Signed tokens live five minutes, so plenigo refuses them.`,
        cure,
      }
    : { check, level: 'warn', text, cure };
}

function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
}

/** With these codes plenigo knows the company, and says what its contract lacks. */
const missingFeatures = ['closed-user-group-missing', 'module-missing'] as const;

/** What each API accepts or refuses, and what somebody may have taken for it. */
const words = {
  v2: { credentials: 'company id and secret', either: 'company id or secret', other: 'A token of API v3 is no secret' },
  v3: { credentials: 'the API token', either: 'the API token', other: 'A secret of API v2 is no token' },
} as const;

function judgeCredentials(
  { reader: { value, error } }: Pick<Observations, 'reader'>,
  { clock, subject }: { clock: Finding; subject: Subject },
): Finding {
  const check = 'Credentials';
  const { credentials, either, other } = words[subject.api];
  if (value !== undefined || hasCode(error, 'customer-not-found', ...missingFeatures)) {
    // No call of API v3 sends the company id: only plenigo's script in a reader's browser does.
    const unchecked = ' The company id is for the pages alone, so compare it with the merchant backend by eye.';
    return { check, level: 'ok', text: `plenigo accepts ${credentials}.${subject.api === 'v3' ? unchecked : ''}` };
  }
  if (!hasCode(error, 'invalid-credentials')) {
    return { check, level: 'warn', text: `It cannot be told whether plenigo accepts ${credentials}.` };
  }
  if (clock.level === 'fail' && subject.api === 'v2') {
    return {
      check,
      level: 'fail',
      text: 'plenigo refuses the request (401), most likely because of the clock.',
      cure: 'Mend the clock, then run this again. Only then is it certain whether the secret is right.',
    };
  }
  const number = /errorCode \d+/.exec(error?.message ?? '')?.[0];
  const where = subject.environment === undefined ? subject.apiUrl : `the ${subject.environment} environment`;
  const rights = subject.api === 'v3' ? ' The token needs the right to read and write customers.' : '';
  return {
    check,
    level: 'fail',
    text: `plenigo refuses ${either} (401${number === undefined ? '' : `, ${number}`}).`,
    cure: `Copy again what the merchant backend shows for ${where}: live and stage have different ones (--environment).${rights} ${other}: --api says which is meant.`,
  };
}

function judgeGroup({ reader: { value, error } }: Pick<Observations, 'reader'>): Finding {
  const check = 'Closed user group';
  if (hasCode(error, 'customer-not-found')) {
    return { check, level: 'ok', text: 'Switched on: plenigo makes login tokens for this company.' };
  }
  if (hasCode(error, 'closed-user-group-missing')) {
    return {
      check,
      level: 'fail',
      text: 'The company has no closed user group (403): plenigo registers no users of the site and makes no login tokens.',
      cure: 'Ask plenigo to switch on external user management for this company.',
    };
  }
  if (hasCode(error, 'module-missing')) {
    return {
      check,
      level: 'fail',
      text: 'A paid module is missing for login tokens (402).',
      cure: 'Ask plenigo which module of your contract they belong to.',
    };
  }
  if (value !== undefined) {
    return {
      check,
      level: 'warn',
      text: 'plenigo made a login token for a user id that was made up for this check. A real plenigo does not.',
      cure: 'Check what answers at this address (--api-url).',
    };
  }
  const status = error instanceof PlenigoApiError ? ` (${error.status})` : '';
  return {
    check,
    level: 'warn',
    text: `It cannot be told: plenigo did not answer as documented${status}.`,
    cure: 'Run this again in a minute. If it stays so, ask plenigo whether the company has a closed user group.',
  };
}

/** Judges nothing if no product was named. */
function judgeProduct(
  { product: outcome }: Pick<Observations, 'product'>,
  { product, apiUrl, api }: Subject,
): Finding[] {
  if (product === undefined) return [];
  const check = 'Product';
  // Where plenigo fails or is not there, the id says nothing.
  const connection = judgeConnection(outcome?.error, apiUrl);
  if (connection.level === 'fail') return [{ ...connection, check }];
  if (outcome?.value === false || hasCode(outcome?.error, 'customer-not-found')) {
    return [
      {
        check,
        level: 'ok',
        text: 'plenigo answers “not bought” for it, as it should for a reader who was made up. What it answers for a product that does not exist is not documented, so compare the id with the merchant backend by eye.',
      },
    ];
  }
  if (outcome?.value === true) {
    return [
      {
        check,
        level: 'warn',
        text: 'plenigo says that a reader who was made up for this check has bought it.',
        cure: 'Check what answers at this address (--api-url), and whether the paywall is switched off in the merchant backend.',
      },
    ];
  }
  return [
    {
      check,
      level: 'fail',
      text: `plenigo did not answer whether it is bought: ${sayFlags(outcome?.error?.message ?? 'it was not asked')}.`,
      cure: `Check --product: ${api === 'v3' ? 'it is the access right, ' : ''}the id is case sensitive, and live and stage have different ones.`,
    },
  ];
}

function judgeScript({ script }: Pick<Observations, 'script'>, { api, sdkUrl }: Subject): Finding {
  const check = 'Browser script';
  if (script.status === undefined) {
    return {
      check,
      level: 'warn',
      text: `This machine cannot load ${sdkUrl} (${script.reason}). Readers’ browsers load it, not this machine.`,
      cure: 'Open the address in a browser. If that fails, too, check --sdk-url if you set it.',
    };
  }
  if (script.status === 200 && script.isScript) {
    return { check, level: 'ok', text: `It loads from ${sdkUrl}, so pages can open the checkout.` };
  }
  return {
    check,
    level: 'fail',
    text: `There is no script at ${sdkUrl} (status ${script.status}).`,
    cure: `${api === 'v2' ? 'The company id is a part of this address: check --company, and that it is for this --environment. Or check' : 'Check'} --sdk-url if you set it.`,
  };
}
