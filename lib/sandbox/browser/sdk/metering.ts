/** Counts free views: one for each page whose script tag does not switch that off. */
import type { MeteringConfig } from '../../metering/view.js';
import { md5 } from './md5.js';
import { type MeteredView, viewCookie } from './view-cookie.js';

/** Says to the server, which sees no cookie yet, that no free view is left. */
const CORRECTION = 'meteredLimitReached';

/** What the server, and this script, know an article by: its address, without what leads to a place in it. */
export function readPageAddress(): string {
  const url = new URL(location.href);
  url.hash = '';
  url.searchParams.delete(CORRECTION);
  return url.href;
}

export function createMetering(
  { settings, pad, ahead, resets, isCorrecting }: MeteringConfig,
  { isOff, isLoggedIn }: { isOff: boolean; isLoggedIn: () => boolean },
) {
  const cookie = viewCookie(pad);
  const generation = (resets % 256).toString(16).padStart(2, '0');
  const read = (): MeteredView | undefined => {
    const view = cookie.read();
    // Every new count has the generation in its id; a count from elsewhere is as good as any until the first reset.
    return view && resets > 0 && !view.browserId.startsWith(generation) ? undefined : view;
  };
  // Also on pages that count nothing: a reader without views left gets no others.
  if (!read()) cookie.remove();

  /** The count that goes on, or a new one. */
  const current = (): MeteredView => {
    const now = Date.now() + ahead;
    const known = read();
    const { period: meteredPeriod, ...published } = settings;
    if (known && now < findPeriod(known.cookieCreationTime, settings).end) {
      return { ...known, ...published, meteredPeriod };
    }
    const digits = Array.from({ length: 30 }, () => Math.floor(Math.random() * 16).toString(16));
    return {
      ...published,
      meteredPeriod,
      browserId: known?.browserId ?? generation + digits.join(''),
      viewsTaken: 0,
      limitReached: false,
      articlesVisited: [],
      viewsTakenAfterLogin: 0,
      limitReachedAfterLogin: false,
      startTime: findPeriod(now, settings).start,
      cookieCreationTime: now,
    };
  };

  return {
    /** Counts a view of what `identifier` names: the page's address, or whatever a page without reloads shows. */
    count(identifier: string): void {
      if (isOff) return;
      const isFirst = read() === undefined;
      const view = current();
      const article = md5(identifier).slice(0, 8);
      const isNew = !view.articlesVisited.includes(article);
      if (view.activated && (isNew || !view.countOnlyUniqueViews)) {
        // Who is logged in at the site only the site knows; but who gets a page beyond their limit must be.
        const isAfterLogin = isLoggedIn() || (view.limitReached && view.freeViewsAfterLogin > 0);
        view[isAfterLogin ? 'viewsTakenAfterLogin' : 'viewsTaken'] += 1;
        if (isNew) view.articlesVisited.push(article);
      }
      view.limitReached = view.viewsTaken >= view.freeViews;
      view.limitReachedAfterLogin = view.viewsTakenAfterLogin >= view.freeViewsAfterLogin;
      cookie.write(view);
      const hadNone = !view.activated || view.freeViews === 0;
      if (isCorrecting && isFirst && hadNone) correct();
    },
    info: read,
  };
}

/** The server took the reader for one with free views, since there was no cookie. */
function correct(): void {
  const url = new URL(location.href);
  if (url.searchParams.has(CORRECTION)) return;
  url.searchParams.set(CORRECTION, 'true');
  location.replace(url.href);
}

/** From when to when a count counts that began at `at`. plenigo does not document the zone of first days; this is UTC. */
function findPeriod(
  at: number,
  { period, startWithFirstDay }: MeteringConfig['settings'],
): { start: number; end: number } {
  const date = new Date(at);
  if (startWithFirstDay) {
    date.setUTCHours(0, 0, 0, 0);
    // Weeks begin on Mondays.
    if (period === 'WEEK') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
    if (period === 'MONTH') date.setUTCDate(1);
    if (period === 'YEAR') date.setUTCMonth(0, 1);
  }
  const start = date.getTime();
  if (period === 'DAY') date.setUTCDate(date.getUTCDate() + 1);
  if (period === 'WEEK') date.setUTCDate(date.getUTCDate() + 7);
  if (period === 'MONTH') date.setUTCMonth(date.getUTCMonth() + 1);
  if (period === 'YEAR') date.setUTCFullYear(date.getUTCFullYear() + 1);
  return { start, end: date.getTime() };
}
