/** The names of plenigo's self-service snippets. */

const COMMON = [
  ...['PERSONAL_DATA', 'PERSONAL_DATA_ADDRESS', 'PERSONAL_DATA_SETTINGS', 'PERSONAL_DATA_PASSWORD'],
  ...['PERSONAL_DATA_PROTECTION', 'ADDRESS_DATA', 'BILLING_ADDRESS_DATA', 'DELIVERY_ADDRESS_DATA', 'ORDER'],
  ...['SUBSCRIPTION', 'PAYMENT_METHODS', 'CREDIT_CARD', 'BANK_ACCOUNT'],
];

/** The values are the sandbox's own, unlike the names, so that a site that passes a name notices. */
export function makeConstants(names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, name.toLowerCase().replace(/_/g, '-')]));
}

/** `plenigo.Snippet` of API v2. */
export const V2_SNIPPETS = makeConstants([...COMMON, 'PERSONAL_DATA_SOCIAL_MEDIA']);

/** `plenigo.CONSTS.SNIPPETS` of API v3. */
export const V3_SNIPPETS = makeConstants([
  ...['DASHBOARD', ...COMMON],
  ...['INVOICE', 'TERMS_AND_CONDITIONS', 'NEWSLETTER', 'MULTI_USER_ACCOUNTS', 'OPT_IN'],
]);
