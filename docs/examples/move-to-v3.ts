/** Links the readers of a site for API v3 by their confirmed addresses; without `--go` it only says what it would do. */
import { PlenigoClient } from 'express-plenigo/v3';
import { goThrough } from './batch.js';

interface Reader {
  id: string;
  email: string;
  emailVerified: boolean;
}

declare function allReaders(): AsyncIterable<Reader>;
declare function countReaders(): Promise<number>;

const client = new PlenigoClient({ companyId: 'your company id', apiToken: 'your token', timeout: 30_000 });

async function move({ id, email, emailVerified }: Reader, isReal: boolean): Promise<string | undefined> {
  if (await client.findCustomer({ externalSystemId: id })) return undefined;
  const customer = await client.findCustomer({ email });
  if (customer === undefined) return 'no customer: made at the next login';
  if (customer.externalSystemId !== undefined) return 'the customer of another id: look at both';
  if (!emailVerified) return 'address not confirmed';
  if (isReal) await client.linkCustomer(customer.customerId, id);
  return undefined;
}

await goThrough({
  people: allReaders(),
  total: await countReaders(),
  getKey: ({ id }) => id,
  getName: ({ id }) => id,
  act: move,
  journal: 'move-to-v3.done',
});
