/** The free views of plenigo's metered paywall: its browser SDK counts them in a cookie, which the server only reads. */

import { createDecipheriv, createHash } from 'node:crypto';
import type { Request } from 'express';
import type { FreeView } from '../platform/purchases.js';

/** Source of all of this: plenigo's documentation of the metered paywall, and its cookie. */
const cookiePattern = /(?:^|;\s*)plenigo_view=([0-9a-f]+)\s*(?:;|$)/i;
const VECTOR = Buffer.from('7a134cc376d05cf6bc116e1e53c8801e', 'hex');
/** Browsers keep no longer cookie; nothing longer is decrypted. */
const LONGEST = 4096;

/**
 * A free view, if one is left. A cookie that cannot be read counts as none: the browser SDK begins a new one. Anybody can
 * forge it, so this keeps honest readers honest.
 */
export function freeViewOf(req: Request, companyId: string, isLoggedIn: boolean): FreeView | undefined {
  const fields = decrypt(cookiePattern.exec(req.headers.cookie ?? '')?.[1], companyId)?.split('|') ?? [];
  const count = isLoggedIn ? 9 : 2;
  const [allowed, taken] = [Number(fields[count]), Number(fields[count + 1])];
  if (fields.length < 16 || !Number.isSafeInteger(allowed) || !Number.isSafeInteger(taken)) {
    // The browser SDK says so where a guess without cookie was wrong.
    return req.query.meteredLimitReached === 'true' ? undefined : {};
  }
  if (fields[1] !== 'true') return undefined;
  if (endOf(fields.slice(13)) <= Date.now()) return { views: { taken: 0, allowed } };
  return fields[count + 2] === 'true' ? undefined : { views: { taken, allowed } };
}

function decrypt(hex: string | undefined, companyId: string): string | undefined {
  if (hex === undefined || hex.length > LONGEST || hex.length % 2 === 1) return undefined;
  const key = createHash('md5').update(companyId).digest();
  const decipher = createDecipheriv('aes-128-ctr', key, VECTOR);
  return Buffer.concat([decipher.update(Buffer.from(hex, 'hex')), decipher.final()]).toString();
}

/** Years, months and days of a period. */
const PERIODS = new Map<unknown, readonly [number, number, number]>([
  ['DAY', [0, 0, 1]],
  ['WEEK', [0, 0, 7]],
  ['MONTH', [0, 1, 0]],
  ['YEAR', [1, 0, 0]],
]);

/**
 * When the count begins anew, in ms; NaN if the cookie does not say. A period is a day, week, month or year of the
 * calendar if it starts with its first day, else as long a time from the first view. In UTC: plenigo does not document the zone.
 */
function endOf([period, startsWithFirstDay, createdAt]: readonly (string | undefined)[]): number {
  const date = new Date(Number(createdAt));
  if (startsWithFirstDay === 'true') {
    date.setUTCHours(0, 0, 0, 0);
    if (period === 'WEEK') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
    if (period === 'MONTH' || period === 'YEAR') date.setUTCDate(1);
    if (period === 'YEAR') date.setUTCMonth(0);
  }
  const [years, months, days] = PERIODS.get(period) ?? [Number.NaN, 0, 0];
  date.setUTCDate(date.getUTCDate() + days);
  return date.setUTCFullYear(date.getUTCFullYear() + years, date.getUTCMonth() + months);
}
