/** `express-plenigo reader`: what plenigo lists for one of the site's users, for support. It reads only. */

import { PlenigoClient as V2Client } from '../v2/client.js';
import type * as v2 from '../v2/options.js';
import { PlenigoClient as V3Client } from '../v3/client.js';
import type * as v3 from '../v3/options.js';
import type { ReaderCommand } from './arguments.js';
import { checkCommand, type Service } from './doctor/options.js';
import { patient } from './doctor/probe.js';
import { type Io, makeLine } from './io.js';

/** What plenigo lists for a reader. */
interface Listing {
  /** The same for a program. */
  readonly json: object;
  /** Says that nothing is listed. */
  readonly nothing: string;
  /** By heading. */
  readonly sections: Readonly<Record<string, readonly Item[]>>;
}

interface Item {
  readonly id: string;
  readonly title?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  readonly isBlocked?: boolean;
}

/** Answers the exit code. @throws PlenigoError if plenigo does not answer. */
export async function reader(command: ReaderCommand, io: Io): Promise<number> {
  const { userId } = command;
  const { finding, service } = checkCommand(command, io.env);
  if (service === undefined) {
    io.err(makeLine([finding.text, finding.cure].filter(Boolean).join(' ')));
    return 1;
  }
  const { json, nothing, sections } = await list(service, userId);
  if (command.json) {
    io.out(JSON.stringify({ userId, ...json }, null, 2));
    return 0;
  }
  const lines = Object.entries(sections).flatMap(([heading, items]) => {
    return items.length === 0 ? [] : ['', heading, ...items.map((item) => `  ${describe(item)}`)];
  });
  const who = makeLine(userId);
  io.out(
    lines.length === 0
      ? `plenigo lists nothing for ${who}: ${nothing}.`
      : [`plenigo lists for ${who}:`, ...lines].join('\n'),
  );
  return 0;
}

const list = (service: Service, userId: string) =>
  service.api === 'v2' ? listProducts(service.options, userId) : listAccessRights(service.options, userId);

async function listProducts(options: v2.ClientOptions, userId: string): Promise<Listing> {
  const client = new V2Client({ ...patient, ...options });
  const { subscriptions, singleProducts } = await client.productsBought({ externalUserId: userId });
  const read = ({ productId, title, boughtAt, endsAt }: (typeof subscriptions)[number]): Item => {
    return { id: productId, title, since: boughtAt, until: endsAt };
  };
  return {
    json: { subscriptions, singleProducts },
    nothing: 'nothing is bought, or plenigo knows no such user',
    sections: { Subscriptions: subscriptions.map(read), 'Single products': singleProducts.map(read) },
  };
}

async function listAccessRights(options: v3.ClientOptions, userId: string): Promise<Listing> {
  const client = new V3Client({ ...patient, ...options });
  // A site whose user ids are plenigo's own customer ids gives one of those.
  const mayBeCustomer = /^\d{1,18}$/.test(userId);
  const customer =
    (await client.findCustomer({ externalSystemId: userId })) ??
    (mayBeCustomer ? await client.findCustomer({ customerId: userId }) : undefined);
  if (customer === undefined) {
    return { json: { customerId: null, accessRights: [] }, nothing: 'plenigo knows no such user', sections: {} };
  }
  const { customerId } = customer;
  const { customerBlocked, items } = await client.accessRights(customerId);
  const rights = items.map(({ accessRightUniqueId: id, lifeTimeStart, lifeTimeEnd, blocked }): Item => {
    return { id, since: lifeTimeStart, until: lifeTimeEnd, isBlocked: blocked };
  });
  const blocked = customerBlocked ? ', who is blocked' : '';
  return {
    json: { customerId, customerBlocked, accessRights: items },
    nothing: `customer ${customerId}${blocked} has no access rights`,
    sections: { [`Access rights of customer ${customerId}${blocked}`]: rights },
  };
}

function describe({ id, title, since, until, isBlocked }: Item): string {
  const name = makeLine(title === undefined ? id : `${id} (${title})`);
  const facts = [
    since && `since ${formatMoment(since)}`,
    until && `until ${formatMoment(until)}`,
    isBlocked && 'blocked',
  ];
  return [name, ...facts].filter(Boolean).join(', ');
}

/** Writes a moment as `2026-11-25 16:30 UTC`. */
const formatMoment = (date: Date) => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
