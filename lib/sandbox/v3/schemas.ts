/** The bodies of API v3, as plenigo's OpenAPI document describes them. */
import { isIP } from 'node:net';
import { anything, type Check, count, flag, isEmail, listOf, must, object as objectOf, oneOf } from '../check.js';

export const CUSTOMER_ID = /^[0-9]{1,18}$/;
export const ACCESS_RIGHT = /^[0-9a-zA-Z-]{2,30}$/;
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const isText = (value: unknown, most: number): value is string => typeof value === 'string' && value.length <= most;

function text(most: number): Check {
  return must(`text of at most ${most} characters`, (value) => isText(value, most));
}

function pattern(expression: RegExp, name: string): Check {
  return must(name, (value) => typeof value === 'string' && expression.test(value));
}

function number(least: number, most: number): Check {
  return must(`from ${least} to ${most}`, (value) => typeof value === 'number' && value >= least && value <= most);
}

/** Texts by name. */
function mapOf(longestName: number, longest: number): Check {
  const fits = ([name, value]: [string, unknown]) => name.length <= longestName && isText(value, longest);
  return must('texts by name', (value) => Object(value) === value && Object.entries(value as object).every(fits));
}

function orNull(check: Check): Check {
  return (value, place) => value === null || check(value, place);
}

/** Whether plenigo minds fields that it does not know is not documented; here they are refused, so that a slip shows. */
function object(needed: Readonly<Record<string, Check>>, more: Readonly<Record<string, Check>> = {}): Check {
  return objectOf({ ...needed, ...more }, Object.keys(needed));
}

function some(names: readonly string[], check: Check): Record<string, Check> {
  return Object.fromEntries(names.map((name) => [name, check]));
}

const customerId = pattern(CUSTOMER_ID, 'numeric');
const accessRight = pattern(ACCESS_RIGHT, '2 to 30 letters, digits and -');
const email = must('an e-mail address', (value) => isText(value, 100) && isEmail(value));
const emailOrNone = must('an e-mail address', (value) => value === '' || (isText(value, 100) && isEmail(value)));
const language = pattern(/^[a-zA-Z]{2}$/, 'two letters');
const country = pattern(/^[A-Z]{2}$/, 'two letters');
const phone = pattern(/^(\+?[1-9]\d{1,14})?$/, 'a phone number (E.164)');
const salutation = oneOf('DIVERSE', 'MR', 'MRS', 'NONE');
const moment = must('a date (RFC 3339)', isMoment);
const timeOfDay = must('a time', (value) => isMoment(value) || /^\d\d:\d\d(:\d\d)?$/.test(String(value)));

function isMoment(value: unknown): boolean {
  return typeof value === 'string' && UTC.test(value) && !Number.isNaN(Date.parse(value));
}

const address = object(
  { type: oneOf('INVOICE', 'DELIVERY') },
  {
    ...some(['preferred', 'businessAddress'], flag),
    salutation,
    ...some(['title', 'firstName', 'lastName', 'companyName', 'additionalCompanyInfo', 'street'], text(100)),
    ...some(['streetNumber', 'additionalStreetInfo', 'postbox', 'postcode', 'city'], text(100)),
    ...some(['deliveryInformation', 'academicTitle', 'jobPosition'], text(100)),
    state: text(2),
    country,
    vatNumber: text(20),
    phoneNumber: phone,
  },
);

const customer = {
  externalSystemId: text(100),
  ...some(['username', 'firstName', 'lastName', 'registrationSource'], text(100)),
  salutation,
  invoiceEmail: emailOrNone,
  mobileNumber: phone,
  birthday: orNull(pattern(/^\d{4}-\d\d-\d\d$/, 'YYYY-MM-DD')),
  miscellaneousData: object({}, { leitwegId: text(50) }),
  password: text(100),
  ...some(['pseudoEmail', 'processingBlocked'], flag),
};

export const newCustomer = object(
  { email, language },
  { ...customer, customerId, sendWelcomeMail: flag, addresses: listOf(address), data: mapOf(30, 200) },
);
export const changedCustomer = object({}, { ...customer, email, language });
export const changedEmail = object({ email });

export const newSession = object(
  {},
  { os: text(100), ...some(['browser', 'source'], text(200)), sourceUrl: text(2000), ipAddress: text(45), country },
);
export const customerSession = object({ customerSession: text(10_000) });

const rightFields = {
  ...some(['lifeTimeStart', 'lifeTimeEnd', 'pausedTimeStart', 'pausedTimeEnd', 'maxCacheDate'], orNull(moment)),
  ...some(['accessTimeStart', 'accessTimeEnd'], orNull(timeOfDay)),
  data: mapOf(20, 2000),
  blocked: flag,
  // Its shape is not documented.
  activePartners: anything,
};
export const newRight = object({ accessRightUniqueId: accessRight }, rightFields);
export const changedRight = object({}, rightFields);

const texts = {
  ...some(['description', 'legalText', 'summaryText', 'withdrawalInstruction'], text(5000)),
  logoUrl: text(500),
  logoAltText: text(200),
};
const TAX_TYPES = [
  ...['DIGITALPRODUCT', 'DIGITALNEWSPAPER', 'EBOOK', 'DOWNLOAD', 'VIDEO', 'MUSIC', 'MEMBERSHIP', 'BUNDLE'],
  ...['ADVERTISEMENT', 'BOOK', 'MAGAZINE', 'NEWSPAPER', 'PHYSICALPRODUCT', 'FEE', 'VOUCHER', 'SHIPPINGCOSTS'],
  ...['EVENT', 'DONATION', 'DIGITALOFFER'],
];
const product = object(
  {
    title: text(100),
    price: number(0, 100_000),
    currency: pattern(/^[A-Z]{3}$/, 'three capital letters'),
    accessRightUniqueId: accessRight,
    taxType: oneOf(...TAX_TYPES),
    // The document demands these two and describes neither.
    offerId: text(20),
    quantity: count(1, 10_000),
  },
  {
    ...texts,
    ...some(['plenigoProductId', 'productId', 'costCenter', 'purchaseNumber'], text(20)),
    discountPercentage: number(0, 100),
    shippingCosts: number(0, 100_000),
  },
);
const item = object(
  { quantity: count(1, 10_000) },
  {
    ...texts,
    title: text(100),
    plenigoOfferId: text(20),
    plenigoBonusIds: listOf(text(20)),
    products: listOf(product),
  },
);
const payment = oneOf(
  ...['AMAZON_PAY', 'APPLE_PAY', 'BANK_ACCOUNT', 'BILLING', 'CREDIT_CARD', 'GOOGLE_PAY', 'IDEAL', 'PAYPAL'],
  ...['POSTFINANCE', 'SOFORT', 'TWINT', 'ZERO'],
);
export const purchase = object(
  { customerIpAddress: must('an IP address', (value) => typeof value === 'string' && isIP(value) > 0) },
  {
    customerId,
    customerSession: text(10_000),
    items: listOf(item),
    basketId: text(40),
    voucherCode: text(20),
    language: text(2),
    additionalData: object(
      {},
      {
        ...some(['affiliateId', 'partnerId'], text(100)),
        sourceId: text(500),
        utm: object({}, some(['source', 'medium', 'campaign', 'term', 'content'], text(100))),
        data: mapOf(30, 200),
      },
    ),
    ...some(['invoiceAddressId', 'deliveryAddressId'], count(1, Number.MAX_SAFE_INTEGER)),
    addressSettings: object(
      {},
      {
        takeOver: oneOf('INVOICE_ADDRESS_DEFAULT', 'DELIVERY_ADDRESS_DEFAULT', 'NO_ADDRESS_DEFAULT'),
        ...some(['invoiceAddressRequired', 'deliveryAddressRequired'], flag),
      },
    ),
    giftOption: oneOf('FORCE_GIFT_OPTION', 'HIDE_GIFT_OPTION', 'SHOW_GIFT_OPTION', 'PRESELECT_GIFT_OPTION'),
    forcePaymentMethod: payment,
    allowedPaymentMethods: listOf(payment),
    ...some(['startWithVoucherInput', 'hideVoucherInput', 'showNetPrices', 'paymentOnly', 'debugMode'], flag),
    allowMultiplePurchases: flag,
    subscriptionStartDate: orNull(moment),
    variantUniqueId: pattern(ACCESS_RIGHT, 'an id'),
    connectedOfferItems: listOf(object({ plenigoConnectedOfferId: text(20) }, { connectedCompanyId: text(20) })),
  },
);
