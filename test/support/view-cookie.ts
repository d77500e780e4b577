// The cookie `plenigo_view` as plenigo's browser SDK writes it: the count of a reader's free views.
import { createCipheriv, createHash } from 'node:crypto';

const VECTOR = Buffer.from('7a134cc376d05cf6bc116e1e53c8801e', 'hex');

/** Whatever stands in it. */
export function encryptViews(text: string, companyId: string): string {
  const key = createHash('md5').update(companyId).digest();
  const cipher = createCipheriv('aes-128-ctr', key, VECTOR);
  return Buffer.concat([cipher.update(text), cipher.final()]).toString('hex');
}

type Flags = 'activated' | 'limitReached' | 'limitReachedAfterLogin';
type Counts = 'freeViews' | 'viewsTaken' | 'freeViewsAfterLogin' | 'viewsTakenAfterLogin' | 'createdAt';
export interface Views extends Partial<Record<Flags | Counts, unknown>> {
  period?: string;
  startWithFirstDay?: boolean;
}

/** The plain text: two of five views are taken, four of ten after login. */
export function viewsText(views: Views = {}): string {
  const all = {
    ...{ activated: true, freeViews: 5, viewsTaken: 2, limitReached: false },
    ...{ freeViewsAfterLogin: 10, viewsTakenAfterLogin: 4, limitReachedAfterLogin: false },
    ...{ period: 'MONTH', startWithFirstDay: false, createdAt: Date.now() },
    ...views,
  };
  return [
    ...['browser-1', all.activated, all.freeViews, all.viewsTaken, all.limitReached, true, true, false],
    ...['0cc175b9,92eb5ffe', all.freeViewsAfterLogin, all.viewsTakenAfterLogin, all.limitReachedAfterLogin],
    ...[all.createdAt, all.period, all.startWithFirstDay, all.createdAt],
  ].join('|');
}

/** The cookie of a reader, for the header. */
export const viewsCookie = (companyId: string, views?: Views): string =>
  `plenigo_view=${encryptViews(viewsText(views), companyId)}`;
