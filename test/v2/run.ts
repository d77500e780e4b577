/** Runs a checkout snippet as a page would, and tells which functions it called with what. */
import { runInNewContext } from 'node:vm';

export interface PageCall {
  name: string;
  argument: unknown;
}

/** The calls that `snippet` makes. The values are copied, as the page's objects have prototypes of their own. */
export function run(snippet: string): PageCall[] {
  const calls: PageCall[] = [];
  const record =
    (name: string) =>
    (argument: unknown, ...more: unknown[]) => {
      if (more.length > 0) throw new Error(`${name} got more than one argument`);
      calls.push({ name, argument: structuredClone(argument) });
    };
  const names = ['checkout', 'checkoutWithRemoteLogin'];
  const plenigo = Object.fromEntries(names.map((name) => [name, record(`plenigo.${name}`)]));
  runInNewContext(snippet, { plenigo });
  return calls;
}
