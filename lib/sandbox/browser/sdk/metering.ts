/** Counts free views: one for each page whose script tag does not switch that off. */
import type { MeteringConfig } from '../../metering/view.js';
import { md5 } from './md5.js';
import { type MeteredView, viewCookie } from './view-cookie.js';

/** Says to the server, which sees no cookie yet, that no free view is left. */
const CORRECTION = 'meteredLimitReached';

export interface Metering {
  /** Counts a view of what `identifier` names: the page's address, or whatever a page without reloads shows. */
  count(identifier: string): void;
  info(): MeteredView | undefined;
}

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
): Metering {
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
    const { freeViews, freeViewsAfterLogin, period: meteredPeriod, ...flags } = settings;
    const { startWithFirstDay } = settings;
    const published = { ...flags, freeViews, freeViewsAfterLogin, meteredPeriod };
    if (known && now < findEnd(findStart(known.cookieCreationTime, settings), meteredPeriod)) {
      return { ...known, ...published };
    }
    return {
      ...published,
      browserId: known?.browserId ?? generation + randomHex(15),
      viewsTaken: 0,
      limitReached: false,
      articlesVisited: [],
      viewsTakenAfterLogin: 0,
      limitReachedAfterLogin: false,
      startTime: findStart(now, { period: meteredPeriod, startWithFirstDay }),
      cookieCreationTime: now,
    };
  };

  return {
    count(identifier) {
      if (isOff) return;
      const isFirst = read() === undefined;
      const view = current();
      const article = md5(identifier).slice(0, 8);
      const isNew = !view.articlesVisited.includes(article);
      if (view.activated && (isNew || !view.countOnlyUniqueViews)) {
        // Who is logged in at the site only the site knows; but who gets a page beyond their limit must be.
        const isAfterLogin = isLoggedIn() || (view.limitReached && view.freeViewsAfterLogin > 0);
        if (isAfterLogin) view.viewsTakenAfterLogin += 1;
        else view.viewsTaken += 1;
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

type Period = MeteredView['meteredPeriod'];

/** Since when a count that began at `at` counts. plenigo does not document the zone of first days; this is UTC. */
function findStart(at: number, { period, startWithFirstDay }: { period: Period; startWithFirstDay: boolean }): number {
  if (!startWithFirstDay) return at;
  const date = new Date(at);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (period === 'YEAR') return Date.UTC(year, 0, 1);
  if (period === 'MONTH') return Date.UTC(year, month, 1);
  // Weeks begin on Mondays.
  return Date.UTC(year, month, period === 'WEEK' ? day - ((date.getUTCDay() + 6) % 7) : day);
}

function findEnd(start: number, period: Period): number {
  const end = new Date(start);
  if (period === 'DAY') end.setUTCDate(end.getUTCDate() + 1);
  if (period === 'WEEK') end.setUTCDate(end.getUTCDate() + 7);
  if (period === 'MONTH') end.setUTCMonth(end.getUTCMonth() + 1);
  if (period === 'YEAR') end.setUTCFullYear(end.getUTCFullYear() + 1);
  return end.getTime();
}

function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
}
