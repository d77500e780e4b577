/** The options of `startSandbox`: their checks and defaults. */
import { createHmac, randomBytes } from 'node:crypto';
import { byName, type Check, count, flag, listOf, must, object, oneOf, text } from './check.js';
import { METERING } from './metering/metering.js';
import { CUSTOMER } from './seed.js';
import type { SandboxOptions } from './types.js';
import { CALLBACK_URL } from './v3/callbacks.js';

export const PRODUCT_TYPES = [
  'EBOOK',
  'DIGITALNEWSPAPER',
  'DOWNLOAD',
  'VIDEO',
  'MUSIC',
  'DIGITALPRODUCT',
  'BOOK',
  'NEWSPAPER',
  'SHIPPINGCOSTS',
  'MEMBERSHIP',
];

const SOLD = {
  title: text,
  price: must('a number from 0 on', (value) => typeof value === 'number' && value >= 0 && value <= 1e9),
  currency: must('three capital letters', (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value)),
};
const PRODUCT = object(
  { ...SOLD, type: oneOf(...PRODUCT_TYPES), subscription: oneOf(true, false, 'month', 'year') },
  Object.keys(SOLD),
);

const OFFER = object({ ...SOLD, accessRights: listOf(text), soldOut: flag }, ['accessRights', ...Object.keys(SOLD)]);

/** What a publisher sets up: these can also be in a file. */
const SETTINGS: Readonly<Record<string, Check>> = {
  products: byName(PRODUCT),
  offers: byName(OFFER),
  callbackUrl: CALLBACK_URL,
  customers: listOf(CUSTOMER),
  metering: METERING,
  paywall: object({ enabled: flag }, ['enabled']),
  language: oneOf('de', 'en'),
};
const OPTIONS = object({
  ...SETTINGS,
  port: count(0, 65_535),
  companyId: text,
  secret: text,
  apiToken: text,
  callbackSecret: text,
  now: must('a function', (value) => typeof value === 'function'),
  keepLast: must('a number from 1 on, or Infinity', (value) => typeof value === 'number' && value >= 1),
});

/** Throws `Misfit` for a value that is no publisher's set-up. */
export const checkSettings = (settings: unknown): void => object(SETTINGS)(settings, '');

/** A site that keeps its secret from one start to the next keeps these, too. */
function derive(secret: string, name: string): string {
  return createHmac('sha256', secret).update(name).digest('hex').slice(0, 40);
}

export type ResolvedOptions = ReturnType<typeof resolveOptions>;

/** Throws `Misfit`, a `TypeError` that names the option. */
export function resolveOptions(options: SandboxOptions) {
  OPTIONS(options, '');
  const {
    port = 0,
    companyId = randomBytes(10).toString('hex'),
    secret = randomBytes(20).toString('hex'),
    apiToken = derive(secret, 'apiToken'),
    callbackSecret = derive(secret, 'callbackSecret'),
    now = Date.now,
    products = {},
    offers = {},
    callbackUrl,
    customers = [],
    paywall = { enabled: true },
    keepLast = 100_000,
    metering,
    language,
  } = options;
  return {
    port,
    companyId,
    secret,
    apiToken,
    callbackSecret,
    now,
    products,
    offers,
    callbackUrl,
    customers,
    paywall,
    keepLast,
    metering,
    language,
  };
}
