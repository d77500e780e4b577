/** Which sections each self-service snippet is made of. */
import type { Text } from '../pages/language.js';
import type { Section } from './section.js';
import { address, makeElsewhere, orders, personal, subscriptions } from './sections.js';

/** A text stands for a page that plenigo has and the sandbox has not. */
const COMMON: Readonly<Record<string, readonly (Section | Text)[]>> = {
  'personal-data': [personal],
  'personal-data-address': [address],
  'personal-data-settings': ['Settings'],
  'personal-data-protection': ['Data protection'],
  'personal-data-password': ['Password'],
  'address-data': [address],
  'billing-address-data': [address],
  'delivery-address-data': [address],
  order: [orders],
  subscription: [subscriptions],
  'payment-methods': ['Payment methods'],
  'bank-account': ['Bank account'],
  'credit-card': ['Credit card'],
};
const V2_SNIPPETS: typeof COMMON = { ...COMMON, 'personal-data-social-media': ['Social media'] };
const V3_SNIPPETS: typeof COMMON = {
  ...COMMON,
  dashboard: [personal, orders, subscriptions, address],
  invoice: [orders],
  newsletter: ['Data protection'],
  'opt-in': ['Data protection'],
  'terms-and-conditions': ['Terms and conditions'],
  'multi-user-accounts': ['Users'],
};

/** Finds the sections of the snippet with this value of `plenigo.Snippet`; `undefined` if there is none. */
export function findSections(snippetId: unknown, api: 'v2' | 'v3' = 'v2'): readonly Section[] | undefined {
  const known = new Map<unknown, readonly (Section | Text)[]>(Object.entries(api === 'v2' ? V2_SNIPPETS : V3_SNIPPETS));
  return known.get(snippetId)?.map((part) => (typeof part === 'string' ? makeElsewhere(part) : part));
}
