/** The free views of plenigo's metered paywall: its browser SDK counts them in a cookie, which this file only reads. */

import { createDecipheriv, createHash } from 'node:crypto';
import type { Request } from 'express';
import type { FreeView } from '../platform/sale.js';

// Source of all of this: plenigo's documentation of the metered paywall, and its cookie.
/** Browsers keep no cookie of more than 4096 characters. */
const COOKIE = /(?:^|;\s*)plenigo_view=((?:[0-9a-f]{2}){1,2048})\s*(?:;|$)/i;
const INITIALISATION_VECTOR = Buffer.from('7a134cc376d05cf6bc116e1e53c8801e', 'hex');

/** A free view, if one is left. A cookie that cannot be read counts as none: the browser SDK then begins a new one. */
export function findFreeView(req: Request, companyId: string, isLoggedIn: boolean): FreeView | undefined {
  const fields = decrypt(COOKIE.exec(req.headers.cookie ?? '')?.[1], companyId)?.split('|') ?? [];
  const [, isActivated] = fields;
  const [allowed, taken, isLimitReached] = isLoggedIn ? fields.slice(9, 12) : fields.slice(2, 5);
  const views = { allowed: Number(allowed), taken: Number(taken) };
  if (fields.length < 16 || !Number.isSafeInteger(views.allowed) || !Number.isSafeInteger(views.taken)) {
    // The browser SDK adds this to the address where the guess "free" was wrong.
    return req.query.meteredLimitReached === 'true' ? undefined : {};
  }
  if (isActivated !== 'true') return undefined;
  if (findPeriodEnd(fields.slice(13)) <= Date.now()) return { views: { ...views, taken: 0 } };
  return isLimitReached === 'true' ? undefined : { views };
}

function decrypt(hex: string | undefined, companyId: string): string | undefined {
  if (hex === undefined) return undefined;
  const key = createHash('md5').update(companyId).digest();
  const decipher = createDecipheriv('aes-128-ctr', key, INITIALISATION_VECTOR);
  return Buffer.concat([decipher.update(Buffer.from(hex, 'hex')), decipher.final()]).toString();
}

/** When the count begins anew, in ms, or NaN. A period is one of the calendar (in UTC: no time zone is documented), or begins with the first view. */
function findPeriodEnd([period, startsWithFirstDay, createdAt]: readonly (string | undefined)[]): number {
  const date = new Date(Number(createdAt));
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const isOfCalendar = startsWithFirstDay === 'true';
  if (isOfCalendar) date.setUTCHours(0, 0, 0, 0);
  if (period === 'DAY') return date.setUTCDate(day + 1);
  if (period === 'WEEK') return date.setUTCDate(day + 7 - (isOfCalendar ? (date.getUTCDay() + 6) % 7 : 0));
  if (period === 'MONTH') return date.setUTCMonth(month + 1, isOfCalendar ? 1 : day);
  if (period === 'YEAR') return date.setUTCFullYear(year + 1, isOfCalendar ? 0 : month, isOfCalendar ? 1 : day);
  return Number.NaN;
}
