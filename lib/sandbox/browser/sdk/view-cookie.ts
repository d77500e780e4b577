/** The cookie in which the browser SDK counts free views: its fields in plenigo's order, and its encryption. */
import type { SandboxMetering } from '../../types.js';

const NAME = 'plenigo_view';
/** Browsers keep a cookie for 400 days at most; the count itself begins anew with its period. */
const KEPT_S = 400 * 86_400;
/** As many as fit; the oldest go first. */
const MOST_ARTICLES = 180;

/** What the cookie holds. */
export interface MeteredView {
  browserId: string;
  activated: boolean;
  freeViews: number;
  viewsTaken: number;
  limitReached: boolean;
  countOnlyUniqueViews: boolean;
  ignoreSearchEngines: boolean;
  ignoreSocialMedia: boolean;
  /** The first 8 characters of the MD5 of each address. */
  articlesVisited: string[];
  freeViewsAfterLogin: number;
  viewsTakenAfterLogin: number;
  limitReachedAfterLogin: boolean;
  /** Since when it counts, in ms. */
  startTime: number;
  meteredPeriod: Required<SandboxMetering>['period'];
  startWithFirstDay: boolean;
  /** In ms. */
  cookieCreationTime: number;
}

/** The fields in the order of the cookie. */
function textOf(view: MeteredView): string {
  return [
    view.browserId,
    view.activated,
    view.freeViews,
    view.viewsTaken,
    view.limitReached,
    view.countOnlyUniqueViews,
    view.ignoreSearchEngines,
    view.ignoreSocialMedia,
    view.articlesVisited.slice(-MOST_ARTICLES).join(','),
    view.freeViewsAfterLogin,
    view.viewsTakenAfterLogin,
    view.limitReachedAfterLogin,
    view.startTime,
    view.meteredPeriod,
    view.startWithFirstDay,
    view.cookieCreationTime,
  ].join('|');
}

function viewOf(text: string): MeteredView | undefined {
  const fields = text.split('|');
  const field = (index: number): string => fields[index] ?? '';
  const isTrue = (index: number): boolean => field(index) === 'true';
  const number = (index: number): number => Number(field(index));
  const period = field(13);
  if (fields.length !== 16 || !isPeriod(period)) return undefined;
  if (![2, 3, 9, 10, 12, 15].every((index) => /^\d{1,15}$/.test(field(index)))) return undefined;
  return {
    browserId: field(0),
    activated: isTrue(1),
    freeViews: number(2),
    viewsTaken: number(3),
    limitReached: isTrue(4),
    countOnlyUniqueViews: isTrue(5),
    ignoreSearchEngines: isTrue(6),
    ignoreSocialMedia: isTrue(7),
    articlesVisited: field(8).split(',').filter(Boolean),
    freeViewsAfterLogin: number(9),
    viewsTakenAfterLogin: number(10),
    limitReachedAfterLogin: isTrue(11),
    startTime: number(12),
    meteredPeriod: period,
    startWithFirstDay: isTrue(14),
    cookieCreationTime: number(15),
  };
}

function isPeriod(text: string): text is MeteredView['meteredPeriod'] {
  return ['DAY', 'WEEK', 'MONTH', 'YEAR'].includes(text);
}

/** The cookie of this site. `pad` is what its text is combined with, byte by byte, in Base64. */
export function viewCookie(pad: string) {
  const bytes = atob(pad);
  const combine = (text: string): string =>
    Array.from(text, (character, i) => String.fromCharCode(character.charCodeAt(0) ^ bytes.charCodeAt(i))).join('');
  return {
    /** Undefined if there is none, or none that can be read. */
    read(): MeteredView | undefined {
      const hex = new RegExp(`(?:^|; )${NAME}=((?:[0-9a-f]{2})+)(?:;|$)`, 'i').exec(document.cookie)?.[1] ?? '';
      if (hex.length > 2 * bytes.length) return undefined;
      const text = hex.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16)));
      return viewOf(combine(text));
    },
    write(view: MeteredView): void {
      const hex = Array.from(combine(textOf(view)), (character) =>
        character.charCodeAt(0).toString(16).padStart(2, '0'),
      ).join('');
      // biome-ignore lint/suspicious/noDocumentCookie: the other way is asynchronous, and only for secure pages
      document.cookie = `${NAME}=${hex}; Path=/; Max-Age=${KEPT_S}; SameSite=Lax`;
    },
    remove(): void {
      // biome-ignore lint/suspicious/noDocumentCookie: as above
      document.cookie = `${NAME}=; Path=/; Max-Age=0; SameSite=Lax`;
    },
  };
}
