/** The free views of plenigo's metered paywall: its browser SDK counts them in a cookie, which the server only reads. */

import { createDecipheriv, createHash } from 'node:crypto';
import type { Request } from 'express';
import type { FreeView } from '../platform.js';

/** Source of all of this: plenigo's documentation of the metered paywall, and its cookie. */
const cookiePattern = /(?:^|;\s*)plenigo_view=([0-9a-f]+)\s*(?:;|$)/i;
const VECTOR = Buffer.from('7a134cc376d05cf6bc116e1e53c8801e', 'hex');
/** Browsers keep no longer cookie; nothing longer is decrypted. */
const LONGEST = 4096;

interface Reader {
  readonly companyId: string;
  readonly isLoggedIn: boolean;
}

/**
 * A free view, if one is left. A cookie that cannot be read counts as none: the browser SDK begins a new one. Anybody can
 * forge it, so this keeps honest readers honest.
 */
export function freeViewOf(req: Request, { companyId, isLoggedIn }: Reader): FreeView | undefined {
  const fields = decrypt(cookiePattern.exec(req.headers.cookie ?? '')?.[1], companyId)?.split('|') ?? [];
  const count = isLoggedIn ? 9 : 2;
  const [allowed, taken] = [Number(fields[count]), Number(fields[count + 1])];
  if (fields.length < 16 || !Number.isSafeInteger(allowed) || !Number.isSafeInteger(taken)) {
    // The browser SDK says so where a guess without cookie was wrong.
    return req.query.meteredLimitReached === 'true' ? undefined : {};
  }
  if (fields[1] !== 'true') return undefined;
  const [period, startsWithFirstDay, createdAt] = fields.slice(13);
  const ends = endOf({
    period,
    startsWithFirstDay: startsWithFirstDay === 'true',
    createdAt: Number(createdAt),
  });
  if (ends !== undefined && ends <= Date.now()) return { views: { taken: 0, allowed } };
  return fields[count + 2] === 'true' ? undefined : { views: { taken, allowed } };
}

function decrypt(hex: string | undefined, companyId: string): string | undefined {
  if (hex === undefined || hex.length > LONGEST || hex.length % 2 === 1) return undefined;
  const key = createHash('md5').update(companyId).digest();
  const decipher = createDecipheriv('aes-128-ctr', key, VECTOR);
  return Buffer.concat([decipher.update(Buffer.from(hex, 'hex')), decipher.final()]).toString();
}

interface Period {
  readonly period: string | undefined;
  /** The period is a day, week, month or year of the calendar, not as long a time from the first view. */
  readonly startsWithFirstDay: boolean;
  /** In ms. */
  readonly createdAt: number;
}

/** When the count begins anew, in ms; undefined if the cookie does not say. In UTC: plenigo does not document the zone. */
function endOf({ period, startsWithFirstDay, createdAt }: Period): number | undefined {
  const date = new Date(createdAt);
  if (Number.isNaN(date.getTime())) return undefined;
  if (startsWithFirstDay) {
    date.setUTCHours(0, 0, 0, 0);
    if (period === 'WEEK') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
    if (period === 'MONTH' || period === 'YEAR') date.setUTCDate(1);
    if (period === 'YEAR') date.setUTCMonth(0);
  }
  switch (period) {
    case 'DAY':
      return date.setUTCDate(date.getUTCDate() + 1);
    case 'WEEK':
      return date.setUTCDate(date.getUTCDate() + 7);
    case 'MONTH':
      return date.setUTCMonth(date.getUTCMonth() + 1);
    case 'YEAR':
      return date.setUTCFullYear(date.getUTCFullYear() + 1);
    default:
      return undefined;
  }
}
