/** `express-plenigo reader`: what plenigo lists for one of the site's users, for support. It reads only. */

import { hasCode } from '../base/errors.js';
import { PlenigoClient as V2Client } from '../v2/client.js';
import type * as v2 from '../v2/options.js';
import { PlenigoClient as V3Client } from '../v3/client.js';
import type * as v3 from '../v3/options.js';
import type { ReaderCommand, ServiceArguments } from './arguments.js';
import { checkCommand, type Service } from './doctor/options.js';
import { patient } from './doctor/probe.js';
import { type Io, makeLine } from './io.js';

const NOT_READ = 'not read, because the token may not';

/** What plenigo lists for a reader: the same for a program, what to say if it is nothing, and lines by their heading. */
interface Listing {
  readonly json: object;
  readonly nothing: string;
  readonly sections: Readonly<Record<string, readonly string[]>>;
}

/** What to ask, and with which options; undefined if something is wrong with these, which is said. */
export function requireService(command: ServiceArguments, io: Io): Service | undefined {
  const { finding, service } = checkCommand(command, io.env);
  if (service === undefined) io.err(makeLine([finding.text, finding.cure].filter(Boolean).join(' ')));
  return service;
}

/** Finds a customer of API v3. A site whose user ids are plenigo's own customer ids gives one of those. */
export async function findCustomer(client: V3Client, userId: string): Promise<string | undefined> {
  const mayBeCustomer = /^\d{1,18}$/.test(userId);
  const customer =
    (await client.findCustomer({ externalSystemId: userId })) ??
    (mayBeCustomer ? await client.findCustomer({ customerId: userId }) : undefined);
  return customer?.customerId;
}

/** Answers the exit code. @throws PlenigoError if plenigo does not answer. */
export async function reader(command: ReaderCommand, io: Io): Promise<number> {
  const { userId } = command;
  const service = requireService(command, io);
  if (service === undefined) return 1;
  const { json, nothing, sections } = await (service.api === 'v2'
    ? listProducts(service.options, userId)
    : listAccessRights(service.options, userId));
  const lines = Object.entries(sections).flatMap(([heading, items]) => {
    return items.length === 0 ? [] : ['', heading, ...items.map((item) => `  ${item}`)];
  });
  const who = makeLine(userId);
  const shown = [`plenigo lists for ${who}:`, ...lines].join('\n');
  if (command.json) io.out(JSON.stringify({ userId, ...json }, null, 2));
  else io.out(lines.length === 0 ? `plenigo lists nothing for ${who}: ${nothing}.` : shown);
  return 0;
}

async function listProducts(options: v2.ClientOptions, userId: string): Promise<Listing> {
  const client = new V2Client({ ...patient, ...options });
  const { subscriptions, singleProducts } = await client.productsBought({ externalUserId: userId });
  const read = ({ productId, title, boughtAt, endsAt }: (typeof subscriptions)[number]) =>
    describe(title === undefined ? productId : `${productId} (${title})`, boughtAt, endsAt);
  return {
    json: { subscriptions, singleProducts },
    nothing: 'nothing is bought, or plenigo knows no such user',
    sections: { Subscriptions: subscriptions.map(read), 'Single products': singleProducts.map(read) },
  };
}

async function listAccessRights(options: v3.ClientOptions, userId: string): Promise<Listing> {
  const client = new V3Client({ ...patient, ...options });
  const customerId = await findCustomer(client, userId);
  if (customerId === undefined) {
    return { json: { customerId: null, accessRights: [] }, nothing: 'plenigo knows no such user', sections: {} };
  }
  const [{ customerBlocked, items }, subscriptions, orders] = await Promise.all([
    client.accessRights(customerId),
    gather(client.subscriptions({ customerId })),
    gather(client.orders({ customerId })),
  ]);
  const rights = items.map(({ accessRightUniqueId, lifeTimeStart, lifeTimeEnd, blocked }) => {
    return `${describe(accessRightUniqueId, lifeTimeStart, lifeTimeEnd)}${blocked ? ', blocked' : ''}`;
  });
  const subscribed = subscriptions?.map(({ subscriptionId, startDate, endDate, status = '', items = [] }) =>
    describe(`${nameItems(subscriptionId, items)} ${status.toLowerCase()}`, startDate, endDate),
  );
  const ordered = orders?.map(({ orderId, orderDate, accumulatedPrice, currency = '', items = [] }) =>
    describe(
      `${nameItems(orderId, items)}${accumulatedPrice === undefined ? '' : ` ${accumulatedPrice} ${currency}`}`,
      orderDate,
      undefined,
    ),
  );
  const blocked = customerBlocked ? ', who is blocked' : '';
  return {
    json: { customerId, customerBlocked, accessRights: items, subscriptions, orders },
    nothing: `customer ${customerId}${blocked} has no access rights`,
    sections: {
      [`Access rights of customer ${customerId}${blocked}`]: rights,
      Subscriptions: subscribed ?? [NOT_READ],
      Orders: ordered ?? [NOT_READ],
    },
  };
}

/** All entries of a list; null if the token may not read it, because rights are worth to be shown without. */
async function gather<Item>(list: AsyncIterable<Item>): Promise<Item[] | null> {
  const items: Item[] = [];
  try {
    for await (const item of list) items.push(item);
    return items;
  } catch (error) {
    if (hasCode(error, 'invalid-credentials')) return null;
    throw error;
  }
}

const nameItems = (id: number, items: readonly { title?: string }[]) =>
  `${id} (${items.map(({ title }) => title).join(', ')})`;

/** Writes moments as `2026-11-25 16:30 UTC`. */
function describe(name: string, since: Date | undefined, until: Date | undefined): string {
  const show = (word: string, date: Date | undefined) =>
    date === undefined ? '' : `, ${word} ${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `${makeLine(name)}${show('since', since)}${show('until', until)}`;
}
