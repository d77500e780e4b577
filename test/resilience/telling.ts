/** Prints all that a site could see of errors, log lines, events and objects, for the tests that search it. */
import { subscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import type { Logger } from '../../lib/base/reporter.js';

const everything = { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true } as const;

export function show(what: string, value: unknown): void {
  console.log(what, inspect(value, everything), JSON.stringify(value), String(value));
}

/** An error in every form in which a log could get it, and all its causes. */
export function showError(error: unknown): void {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    show('error', cause);
    const names = Object.getOwnPropertyNames(cause);
    console.log(cause.stack, cause.message, JSON.stringify(cause, names), JSON.stringify({ ...cause }));
  }
}

/** What a `createPlenigo` returned, and all that is in it. */
export function showSite(site: object): void {
  show('createPlenigo', site);
  for (const [name, value] of Object.entries(site)) show(name, value);
}

/** The error of each of these, which are refused. @throws for one that is not. */
export async function showRefused(calls: readonly (() => unknown)[]): Promise<void> {
  const outcomes = await showFailed(calls.map(async (call) => call()));
  const at = outcomes.findIndex(({ status }) => status === 'fulfilled');
  if (at >= 0) throw new Error(`should have been refused: ${calls[at]}`);
}

/** The error of each of these that fails. */
export async function showFailed(calls: readonly Promise<unknown>[]): Promise<PromiseSettledResult<unknown>[]> {
  const outcomes = await Promise.allSettled(calls);
  for (const outcome of outcomes) if (outcome.status === 'rejected') showError(outcome.reason);
  return outcomes;
}

const capture =
  (level: string) =>
  (...line: unknown[]) =>
    show(`log ${level}`, line);
export const capturing: Logger = {
  debug: capture('debug'),
  info: capture('info'),
  warn: capture('warn'),
  error: capture('error'),
};

subscribe('express-plenigo:call', (event) => show('event', event));
