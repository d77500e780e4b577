/**
 * Lets print subscribers read: makes them customers, or finds them, and grants what they may read until their subscription
 * ends. `npx tsx print-subscribers.ts subscribers.csv` only looks; with `--go` it acts. The addresses must be proved: whoever
 * has one at plenigo may read.
 */
import { readFileSync } from 'node:fs';
import { PlenigoClient } from 'express-plenigo';
import { PlenigoClient as PlenigoClientV3 } from 'express-plenigo/v3';
import { goThrough } from './batch.js';

/** A product of API v2, an access right of v3. */
const PLUS = 'PLUS';

interface Subscriber {
  row: number;
  number: string;
  email: string;
  /** The last day, such as `2027-12-31`, in UTC. */
  until: string;
}

/** A plain CSV whose first row names its columns. For one with separators or line ends in its cells take `csv-parse`. */
function readSubscribers(path: string): Subscriber[] {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  const [names = [], ...rows] = text.split(/\r?\n/).map((line) => line.split(/[,;\t]/).map(readCell));
  const columns = ['number', 'email', 'until'].map((name) => names.indexOf(name));
  if (columns.includes(-1)) throw new Error('the first row has to name the columns number, email and until');
  return rows.flatMap((cells, index) => {
    const [number = '', email = '', until = ''] = columns.map((column) => cells[column]);
    return cells.join('') === '' ? [] : [{ row: index + 2, number, email, until }];
  });
}

const readCell = (cell: string) => cell.trim().replace(/^"(.*)"$/, '$1');

const readDay = (day: string) => new Date(`${day}T23:59:59Z`);

function findProblem({ number, email, until }: Subscriber): string | undefined {
  if (!/^[\w./-]{1,50}$/.test(number)) return 'number-unreadable';
  if (twice.has(number)) return 'number-twice';
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) return 'email-unreadable';
  if (!/^\d{4}-\d\d-\d\d$/.test(until) || Number.isNaN(readDay(until).getTime())) return 'until-unreadable';
  return readDay(until) < new Date() ? 'over' : undefined;
}

const { PLENIGO_COMPANY_ID: companyId = '', PLENIGO_API_URL: apiUrl } = process.env;
const { PLENIGO_SECRET: secret = '', PLENIGO_API_TOKEN: apiToken } = process.env;
const timeout = 30_000;

/** API v2 cannot look for an address without making a customer, so without `isReal` it is asked nothing. */
function createGrantV2() {
  const client = new PlenigoClient({ companyId, secret, apiUrl, timeout });
  return async (subscriber: Subscriber, isReal: boolean): Promise<string | undefined> => {
    if (!isReal) return undefined;
    const { email, number } = subscriber;
    const until = readDay(subscriber.until);
    const customerId = await client.registerUser({ email, failByExistingEmail: false });
    await client.importCustomerAccess({ customerId }, [number]);
    const [held] = await client.boughtAmong({ customerId }, PLUS);
    // Nobody knows whether a second grant makes the first one longer.
    if (held) return held.until && held.until < until ? 'ends-earlier' : undefined;
    await client.grantAccess({ customerId }, PLUS, { until });
    return undefined;
  };
}

function createGrantV3(token: string) {
  const client = new PlenigoClientV3({ companyId, apiToken: token, apiUrl, timeout });
  return async (subscriber: Subscriber, isReal: boolean): Promise<string | undefined> => {
    const { email } = subscriber;
    const known = await client.findCustomer({ email });
    if (!isReal) return undefined;
    const { customerId } = known ?? (await client.createCustomer({ email }));
    const lifeTimeEnd = readDay(subscriber.until);
    const { isNew, items } = await client.grantAccess(customerId, PLUS, { lifeTimeEnd });
    if (isNew) return undefined;
    // What was bought is left alone, and nothing is made shorter.
    const held = items.find((item) => item.accessRightUniqueId === PLUS && item.itemType === 'EXTERNAL');
    if (!held?.lifeTimeEnd) return 'has-it';
    if (held.lifeTimeEnd < lifeTimeEnd) await client.changeAccess(customerId, PLUS, { lifeTimeEnd });
    return undefined;
  };
}

const [file = 'subscribers.csv'] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const subscribers = readSubscribers(file);
const numbers = subscribers.map(({ number }) => number).sort();
const twice = new Set(numbers.filter((number, index) => number === numbers[index + 1]));
const grant = apiToken === undefined ? createGrantV2() : createGrantV3(apiToken);

await goThrough({
  people: subscribers,
  total: subscribers.length,
  getKey: ({ number, until }) => `${number} ${until}`,
  getName: ({ row }) => `row ${row}`,
  act: async (subscriber, isReal) => findProblem(subscriber) ?? grant(subscriber, isReal),
  journal: `${file}.done`,
});
