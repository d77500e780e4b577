/** Tells plenigo of all readers of a site at once, by API v2. It can be stopped and started again. */
import { PlenigoClient, PlenigoError } from 'express-plenigo';

interface Reader {
  id: string;
  email: string;
  emailVerified: boolean;
}

declare function allReaders(): AsyncIterable<Reader>;

const client = new PlenigoClient({ companyId: 'your company id', secret: 'your secret', timeout: 30_000 });

async function move({ id, email, emailVerified }: Reader): Promise<void> {
  try {
    await client.registerUser({ email, externalUserId: id });
  } catch (error) {
    if (!(error instanceof PlenigoError) || error.code !== 'email-exists' || !emailVerified) throw error;
    const customerId = await client.registerUser({ email, failByExistingEmail: false });
    await client.addExternalCustomerId(customerId, id); // refused where the customer has an id: nothing is overwritten
  }
}

for await (const reader of allReaders()) {
  await move(reader).catch((error) => console.error(reader.id, error instanceof PlenigoError ? error.code : error));
}
