/** One page of a list of API v3: sorted by id, and cut by plenigo's parameters. */
import type { Incoming } from '../endpoint.js';
import { type Reply, reply } from '../http.js';
import { V3Failure } from './failure.js';

export interface Entry {
  readonly id: string | number;
  /** ms since 1970. */
  readonly changedAt: number;
  show(): object;
}

function readMoment(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const moment = Date.parse(text);
  if (Number.isNaN(moment)) throw new V3Failure(400, 99003, `${name} is no date (RFC 3339).`);
  return moment;
}

/** An empty list is left out. Only some lists say where the next page begins (`tellsNext`); of others it is the last id. */
export function replyPage(entries: readonly Entry[], { query }: Incoming, { tellsNext = false } = {}): Reply {
  const from = readMoment(query, 'startTime') ?? Number.NEGATIVE_INFINITY;
  const to = readMoment(query, 'endTime') ?? Number.POSITIVE_INFINITY;
  const asked = Number(query.get('size'));
  const size = Number.isInteger(asked) && asked >= 5 && asked <= 100 ? asked : 5;
  const direction = query.get('sort') === 'DESC' ? -1 : 1;
  const compare = (a: Entry['id'], b: Entry['id']) =>
    direction * String(a).localeCompare(String(b), 'en', { numeric: true });
  const [after, before] = [query.get('startingAfter'), query.get('endingBefore')];
  const known = entries
    .filter(({ id, changedAt }) => changedAt >= from && changedAt <= to && (after === null || compare(id, after) > 0))
    .filter(({ id }) => before === null || compare(id, before) < 0)
    .sort((a, b) => compare(a.id, b.id));
  const page = before === null ? known.slice(0, size) : known.slice(-size);
  if (page.length === 0) return reply(200, {});
  const next = { startingAfterId: String(page.at(-1)?.id), endingBeforeId: String(page[0]?.id) };
  return reply(200, { items: page.map((entry) => entry.show()), ...(tellsNext && next) });
}
