/** The names of plenigo's self-service snippets, and which sections each is made of. */
import type { Text } from '../pages/language.js';
import type { Section } from './section.js';
import { address, makeElsewhere, orders, personal, subscriptions } from './sections.js';

export type Api = 'v2' | 'v3';

/** By the names of the constants. A text stands for a page that plenigo has and the sandbox has not. */
const COMMON: Readonly<Record<string, readonly (Section | Text)[]>> = {
  PERSONAL_DATA: [personal],
  PERSONAL_DATA_ADDRESS: [address],
  PERSONAL_DATA_SETTINGS: ['Settings'],
  PERSONAL_DATA_PROTECTION: ['Data protection'],
  PERSONAL_DATA_PASSWORD: ['Password'],
  ADDRESS_DATA: [address],
  BILLING_ADDRESS_DATA: [address],
  DELIVERY_ADDRESS_DATA: [address],
  ORDER: [orders],
  SUBSCRIPTION: [subscriptions],
  PAYMENT_METHODS: ['Payment methods'],
  BANK_ACCOUNT: ['Bank account'],
  CREDIT_CARD: ['Credit card'],
};
const SNIPPETS: Readonly<Record<Api, typeof COMMON>> = {
  v2: { ...COMMON, PERSONAL_DATA_SOCIAL_MEDIA: ['Social media'] },
  v3: {
    ...COMMON,
    DASHBOARD: [personal, orders, subscriptions, address],
    INVOICE: [orders],
    NEWSLETTER: ['Data protection'],
    OPT_IN: ['Data protection'],
    TERMS_AND_CONDITIONS: ['Terms and conditions'],
    MULTI_USER_ACCOUNTS: ['Users'],
  },
};

/** The values are the sandbox's own and unlike the names, so that a site that passes a name notices. */
function makeId(name: string): string {
  return name.toLowerCase().replace(/_/g, '-');
}

/** Makes the constants that the browser SDK offers to sites. */
export function listSnippets(api: Api): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(SNIPPETS[api]).map((name) => [name, makeId(name)]));
}

/** Finds the sections of the snippet with this id; `undefined` if there is none. */
export function findSections(snippetId: unknown, api: Api): readonly Section[] | undefined {
  const [, parts] = Object.entries(SNIPPETS[api]).find(([name]) => makeId(name) === snippetId) ?? [];
  return parts?.map((part) => (typeof part === 'string' ? makeElsewhere(part) : part));
}
