/** What scripts share that go through many people: a journal of who is done, a bar, and a list of who could not be done. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { PlenigoError, type PlenigoErrorCode } from 'express-plenigo';

export interface Batch<Person> {
  people: Iterable<Person> | AsyncIterable<Person>;
  total: number;
  /** What the journal remembers of a person who is done. Never an address. */
  getKey: (person: Person) => string;
  /** What the report calls them. Never an address. */
  getName: (person: Person) => string;
  /** Does it, or without `isReal` only looks. Says why it cannot be done, in a word. */
  act: (person: Person, isReal: boolean) => Promise<string | undefined>;
  /** A file; whoever is named there is left out. To do somebody again, take their line out. */
  journal: string;
}

/** What is wrong with one person. Anything else, such as a limit or an outage, would hit the next one, too. */
const personal: readonly PlenigoErrorCode[] = [
  ...(['invalid-argument', 'invalid-parameters', 'email-exists', 'registration-locked'] as const),
  ...(['external-id-conflict', 'customer-conflict', 'customer-blocked', 'customer-not-found'] as const),
];

/**
 * Goes through all, one at a time. Ctrl+C, a limit or an outage ends it; the next start goes on from there, and tries again
 * whoever could not be done.
 */
export async function goThrough<Person>(batch: Batch<Person>): Promise<void> {
  const { people, total, getKey, getName, act, journal } = batch;
  const isReal = process.argv.includes('--go');
  const done = new Set(existsSync(journal) ? readFileSync(journal, 'utf8').split('\n') : []);
  const problems: string[] = [];
  let [seen, count, end] = [0, 0, ''];
  // Whoever has begun is done before it ends. The second Ctrl+C does not wait.
  process.once('SIGINT', () => {
    end = 'stopped';
  });
  for await (const person of people) {
    // Lets Ctrl+C be heard where nothing is asked.
    await setImmediate();
    if (end !== '') break;
    try {
      if (!done.has(getKey(person))) {
        const problem = await act(person, isReal).catch(readProblem);
        if (problem !== undefined) problems.push(`${getName(person)}: ${problem}`);
        else count += 1;
        if (problem === undefined && isReal) appendFileSync(journal, `${getKey(person)}\n`);
      }
      seen += 1;
      showProgress(seen, total);
    } catch (error) {
      if (!(error instanceof PlenigoError)) throw error;
      end = `ended by ${error.code}`;
    }
  }
  if (process.stderr.isTTY) console.error();
  for (const problem of problems) console.log(problem);
  console.log(`${isReal ? 'done' : 'to do with --go'}: ${count}, not possible: ${problems.length}, of ${total}`);
  if (end !== '') console.log(`${end} after ${seen}: start it again, and it goes on`);
  if (end !== '' || problems.length > 0) process.exitCode = 1;
}

function readProblem(error: unknown): string {
  if (error instanceof PlenigoError && personal.includes(error.code)) return error.code;
  throw error;
}

function showProgress(seen: number, total: number): void {
  const width = 30;
  const bar = '#'.repeat(Math.min(width, (width * seen) / total)).padEnd(width, '.');
  if (process.stderr.isTTY) process.stderr.write(`\r${bar} ${seen} of ${total}`);
  else if (seen % 1000 === 0) console.error(`${seen} of ${total}`);
}
