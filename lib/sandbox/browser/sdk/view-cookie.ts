/** The cookie in which the browser SDK counts free views: its fields in plenigo's order, and its encryption. */

const NAME = 'plenigo_view';
/** Browsers keep a cookie for 400 days at most; the count itself begins anew with its period. */
const KEPT_S = 400 * 86_400;
/** As many as fit; the oldest go first. */
const MOST_ARTICLES = 180;

/** These read a field of the cookie; `undefined` for one that makes no sense. */
const text = (field: string): string | undefined => field;
const flag = (field: string): boolean | undefined => field === 'true';
const count = (field: string): number | undefined => (/^\d{1,15}$/.test(field) ? Number(field) : undefined);
const list = (field: string): string[] | undefined => field.split(',').filter(Boolean);
const period = (field: string) => (['DAY', 'WEEK', 'MONTH', 'YEAR'] as const).find((known) => known === field);

/** The fields in the order of the cookie. Times are in ms. */
const FIELDS = {
  browserId: text,
  activated: flag,
  freeViews: count,
  viewsTaken: count,
  limitReached: flag,
  countOnlyUniqueViews: flag,
  ignoreSearchEngines: flag,
  ignoreSocialMedia: flag,
  /** The first 8 characters of the MD5 of each address. */
  articlesVisited: list,
  freeViewsAfterLogin: count,
  viewsTakenAfterLogin: count,
  limitReachedAfterLogin: flag,
  /** Since when it counts. */
  startTime: count,
  meteredPeriod: period,
  startWithFirstDay: flag,
  cookieCreationTime: count,
};
const NAMES = Object.keys(FIELDS) as (keyof typeof FIELDS)[];

/** What the cookie holds. */
export type MeteredView = {
  [Name in keyof typeof FIELDS]: NonNullable<ReturnType<(typeof FIELDS)[Name]>>;
};

function writeText(view: MeteredView): string {
  const articlesVisited = view.articlesVisited.slice(-MOST_ARTICLES).join(',');
  return NAMES.map((name) => String({ ...view, articlesVisited }[name])).join('|');
}

function readText(text: string): MeteredView | undefined {
  const fields = text.split('|');
  const entries = NAMES.map((name, index) => [name, FIELDS[name](fields[index] ?? '')] as const);
  if (fields.length !== NAMES.length || entries.some(([, value]) => value === undefined)) return undefined;
  return Object.fromEntries(entries) as unknown as MeteredView;
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
      return readText(combine(text));
    },
    write(view: MeteredView): void {
      const hex = Array.from(combine(writeText(view)), (character) =>
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
