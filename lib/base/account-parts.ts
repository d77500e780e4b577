/** Checks which self-service snippets of plenigo a page of the site shows, as far as all APIs have that in common. */

import { argument, checkFields, checkOrigins, refuse, type Table } from './check.js';
import { oneOf, plainUpTo } from './rules.js';

/** One snippet on a page. */
export interface Part<Name extends string = string> {
  snippet: Name;
  /** Id of the element that holds it, unique in the page: at most 100 letters, digits, `_`, `-`, `.` or `:`. */
  elementId: string;
}

export const elementIdRule = plainUpTo(100);

/** What an API lets a page say of its snippets: the rules for what they share, and which of that it must say. */
export interface AccountApi {
  readonly names: readonly string[];
  readonly sharedRules: Table;
  readonly required: readonly string[];
}

/** What `snippet` names or lists, each with what all of them share. @throws PlenigoArgumentError `invalid-argument`. */
export function checkAccountParts(
  { snippet, settings = {} }: { snippet: unknown; settings?: unknown },
  { names, sharedRules, required }: AccountApi,
  allowedOrigins: ReadonlySet<string>,
): Part[] {
  const subject = argument('account');
  const isOne = typeof snippet === 'string';
  const rules: Table = isOne ? { elementId: elementIdRule, ...sharedRules } : sharedRules;
  const { elementId, ...shared } = checkFields(settings, { rules, subject, required });
  checkOrigins(shared, allowedOrigins, subject);
  const list: unknown = isOne ? [{ snippet, elementId }] : snippet;
  const complaint = 'account: expected the name of a snippet, or a list of at least one snippet';
  if (!Array.isArray(list) || list.length === 0) refuse(subject, complaint);
  const partRules = { snippet: oneOf(names), elementId: elementIdRule };
  const terms = { rules: partRules, subject, required: ['snippet', 'elementId'] } as const;
  const parts = list.map((part: unknown) => ({ ...checkFields(part, terms), ...shared }));
  const ids = new Set(parts.map(({ elementId }) => elementId));
  if (ids.size < parts.length) refuse(subject, 'account: each snippet needs an elementId of its own');
  return parts;
}
