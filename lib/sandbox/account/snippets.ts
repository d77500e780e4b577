/** Which parts each self-service snippet is made of. */
import * as dataSections from './data-sections.js';
import * as listSections from './list-sections.js';
import type { Section } from './section.js';
import type { SnippetId } from './view.js';

/** The parts by name. */
export const SECTIONS = { ...dataSections, ...listSections } satisfies Readonly<Record<string, Section>>;

export type SectionId = keyof typeof SECTIONS;

const SNIPPETS: Readonly<Record<SnippetId, readonly SectionId[]>> = {
  'personal-data': ['personal'],
  order: ['orders'],
  subscription: ['subscriptions'],
  'payment-methods': ['card', 'bank'],
  'address-data': ['billing', 'delivery'],
  'billing-address-data': ['billing'],
  'delivery-address-data': ['delivery'],
  'bank-account': ['bank'],
  'credit-card': ['card'],
  'personal-data-settings': ['language'],
  'personal-data-address': ['billing'],
  'personal-data-protection': ['consents'],
  'personal-data-social-media': ['social'],
  'personal-data-password': ['password'],
};

const { 'personal-data-social-media': _none, ...COMMON } = SNIPPETS;

/** The values of API v3 are its names in small letters. */
const V3_SNIPPETS: Readonly<Record<string, readonly SectionId[]>> = {
  ...COMMON,
  dashboard: ['personal', 'orders', 'subscriptions', 'card', 'bank', 'billing', 'delivery', 'consents'],
  invoice: ['orders'],
  newsletter: ['consents'],
  'opt-in': ['consents'],
  'terms-and-conditions': ['terms'],
  'multi-user-accounts': ['users'],
};

/** The parts of the snippet with this value of `plenigo.Snippet`; `undefined` if there is none. */
export function sectionsOf(snippetId: unknown, api: 'v2' | 'v3' = 'v2'): readonly SectionId[] | undefined {
  const known = new Map<unknown, readonly SectionId[]>(Object.entries(api === 'v2' ? SNIPPETS : V3_SNIPPETS));
  return known.get(snippetId);
}
