/** The lists of API v3, which come page by page (source: plenigo's pages about its cursors, and its guide for PHP). */

import { argument, checkFields, type Fields } from '../base/check.js';
import { PlenigoApiError } from '../base/errors.js';
import { rules } from '../base/rules.js';
import { ownField } from '../transport/answer.js';
import { readPage } from '../transport/fields.js';
import { customerIdRule } from './customers.js';

/** The most entries that plenigo puts on one page. */
const PAGE = 100;

const queryRules = {
  /** What has changed, or was made, since then. Default: all. */
  since: rules.date,
  /** And until then. */
  until: rules.date,
  /** Of this customer. Default: of all. */
  customerId: customerIdRule,
};
/** Which entries of a list. */
export interface ListQuery extends Fields<typeof queryRules> {}
/** The same, of a list about all customers. */
export type ChangedQuery = Omit<ListQuery, 'customerId'>;

/** A list: what reads an entry, and which field of it says where the next page begins if the answer does not. */
export interface List<Item> {
  readonly call: string;
  readonly path: string;
  readonly id: keyof Item & string;
  read(json: unknown): Item | undefined;
}

/** Asks for a page when the one before has been read. */
export async function* readList<Item>(
  { call, path, id, read }: List<Item>,
  query: ListQuery,
  ask: <Page>(call: string, path: string, parse: (json: unknown) => Page | undefined) => Promise<Page>,
): AsyncGenerator<Item, void> {
  const { customerId, since, until } = checkFields(query, { rules: queryRules, subject: argument('query') });
  const base = customerId === undefined ? path : `/customers/${customerId}${path}`;
  const parameters = new URLSearchParams({ size: String(PAGE) });
  if (since !== undefined) parameters.set('startTime', since.toISOString());
  if (until !== undefined) parameters.set('endTime', until.toISOString());
  for (;;) {
    const page = await ask(call, `${base}?${parameters}`, (json) => {
      const items = readPage(json, read);
      return items && { items, next: ownField(json, 'startingAfterId') };
    });
    yield* page.items;
    const last = page.items.at(-1);
    // A page that says where the next one begins may be short, and still not be the last.
    if (!last || (!page.next && page.items.length < PAGE)) return;
    const after = String(page.next || last[id]);
    if (after === parameters.get('startingAfter')) throw new PlenigoApiError('invalid-response', { call, status: 200 });
    parameters.set('startingAfter', after);
  }
}
