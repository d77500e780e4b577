/** Links the readers of a site for API v3 by their confirmed addresses; without `--write` it only says what it would do. */
import { PlenigoClient } from 'express-plenigo/v3';

interface Reader {
  id: string;
  email: string;
  emailVerified: boolean;
}

declare function allReaders(): AsyncIterable<Reader>;

const client = new PlenigoClient({ companyId: 'your company id', apiToken: 'your token', timeout: 30_000 });
const isReal = process.argv.includes('--write');

async function move({ id, email, emailVerified }: Reader): Promise<string> {
  if (await client.findCustomer({ externalSystemId: id })) return 'there already';
  const customer = await client.findCustomer({ email });
  if (customer === undefined) return 'no customer: made at the next login';
  if (customer.externalSystemId !== undefined) return 'the customer of another id: look at both';
  if (!emailVerified) return 'address not confirmed';
  if (isReal) await client.linkCustomer(customer.customerId, id);
  return isReal ? 'linked' : 'would be linked';
}

for await (const reader of allReaders()) {
  // A limit (`rate-limited`) or an outage ends it here: start it again later.
  console.log(reader.id, await move(reader));
}
