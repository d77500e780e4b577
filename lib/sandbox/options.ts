/** The options of `startSandbox`: their checks and defaults. */
import { createHmac, randomBytes } from 'node:crypto';
import { byName, type Check, count, currency, flag, listOf, must, object, oneOf, price, text } from './check.js';
import { METERING } from './metering/metering.js';
import { CUSTOMER } from './seed.js';
import type { SandboxOptions } from './types.js';
import { READINGS } from './v3/readings.js';

export const PRODUCT_TYPES = [
  ...['EBOOK', 'DIGITALNEWSPAPER', 'DOWNLOAD', 'VIDEO', 'MUSIC', 'DIGITALPRODUCT', 'BOOK', 'NEWSPAPER'],
  ...['SHIPPINGCOSTS', 'MEMBERSHIP'],
];

const SOLD = { title: text, price, currency };
const PRODUCT = object({ type: oneOf(...PRODUCT_TYPES), subscription: oneOf(true, false, 'month', 'year') }, SOLD);
const OFFER = object({ soldOut: flag, prices: byName(price) }, { ...SOLD, accessRights: listOf(text) });

/** Nothing leaves this machine: what is sent is signed, and names customers. */
export const CALLBACK_URL = must('an http address on this machine, such as 127.0.0.1', (value) => {
  const origin = URL.canParse(String(value)) ? new URL(String(value)).origin : '';
  return /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(origin);
});

/** These are what a publisher sets up, so they can also stand in a file. */
const SETTINGS: Readonly<Record<string, Check>> = {
  products: byName(PRODUCT),
  offers: byName(OFFER),
  titles: byName(byName(text)),
  vouchers: byName(object({ price }, { offerId: text })),
  carts: byName(listOf(text)),
  callbackUrl: CALLBACK_URL,
  customers: listOf(CUSTOMER),
  metering: METERING,
  paywall: object({}, { enabled: flag }),
  language: oneOf('de', 'en'),
  strict: flag,
  otherwise: listOf(oneOf(...Object.keys(READINGS))),
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

/** Whoever keeps the secret from one start to the next keeps what is derived from it, too. */
function derive(secret: string, name: string): string {
  return createHmac('sha256', secret).update(name).digest('hex').slice(0, 40);
}

export type ResolvedOptions = ReturnType<typeof resolveOptions>;

/** Throws `Misfit`, a `TypeError` that names the option. */
export function resolveOptions(options: SandboxOptions) {
  OPTIONS(options, '');
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const { secret = randomBytes(20).toString('hex'), ...others }: SandboxOptions = given;
  return {
    port: 0,
    companyId: randomBytes(10).toString('hex'),
    secret,
    apiToken: derive(secret, 'apiToken'),
    callbackSecret: derive(secret, 'callbackSecret'),
    callbackUrl: undefined,
    now: Date.now,
    products: {},
    offers: {},
    vouchers: {},
    carts: {},
    customers: [],
    paywall: { enabled: true },
    metering: undefined,
    language: undefined,
    strict: false,
    otherwise: [],
    keepLast: 100_000,
    ...others,
  };
}
