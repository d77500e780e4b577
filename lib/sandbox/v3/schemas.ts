/** The bodies of API v3, as plenigo's OpenAPI document describes them. */
import { isIP } from 'node:net';
import {
  anything,
  type Check,
  count,
  currency,
  each,
  flag,
  listOf,
  must,
  object,
  oneOf,
  orNull,
  pattern,
} from '../check.js';

export const CUSTOMER_ID = /^[0-9]{1,18}$/;
export const ACCESS_RIGHT = /^[0-9a-zA-Z-]{2,30}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.length <= most;
}

function isMoment(value: unknown): boolean {
  return typeof value === 'string' && MOMENT.test(value) && !Number.isNaN(Date.parse(value));
}

export function text(most: number) {
  return must(`text of at most ${most} characters`, (value) => isText(value, most), ['', 'é'.repeat(most)]);
}

export function number(least: number, most: number) {
  const fits = (value: unknown) => typeof value === 'number' && value >= least && value <= most;
  return must(`from ${least} to ${most}`, fits, [least, most]);
}

function textsByName(longestName: number, longest: number) {
  const fits = ([name, value]: [string, unknown]) => name.length <= longestName && isText(value, longest);
  const areTexts = (value: unknown) => Object(value) === value && Object.entries(value as object).every(fits);
  return must('texts by name', areTexts, [{}, { a: 'b' }]);
}

export const customerId = pattern('numeric', CUSTOMER_ID, '7', '480015');
export const accessRight = pattern('2 to 30 letters, digits and -', ACCESS_RIGHT, 'PLUS', 'a-1');
export const email = pattern('an e-mail address', /^(?=.{1,100}$)[^\s@]+@[^\s@]+$/, 'a@b.example');
export const language = pattern('two letters', /^[a-zA-Z]{2}$/, 'de');
const country = pattern('two letters', /^[A-Z]{2}$/, 'AT');
const phone = pattern('a phone number (E.164)', /^(\+?[1-9]\d{1,14})?$/, '', '+491');
const salutation = oneOf('DIVERSE', 'MR', 'MRS', 'NONE');
export const moment = must('a date (RFC 3339)', isMoment, ['2027-01-01T00:00:00.123456+02:00']);
const timeOfDay = must('a time', (value) => isMoment(value) || /^\d\d:\d\d(:\d\d)?$/.test(String(value)), ['06:00:00']);

export const customer = {
  ...each(['externalSystemId', 'username', 'firstName', 'lastName', 'registrationSource', 'password'], text(100)),
  ...each(['pseudoEmail', 'processingBlocked'], flag),
  salutation,
  invoiceEmail: pattern('an e-mail address', /^(?=.{0,100}$)([^\s@]+@[^\s@]+)?$/, '', 'a@b.example'),
  mobileNumber: phone,
  birthday: orNull(pattern('YYYY-MM-DD', DAY, '1999-12-31')),
  miscellaneousData: object({ leitwegId: text(50) }),
};

export const newCustomer = object(
  { ...customer, customerId, sendWelcomeMail: flag, addresses: listOf(anything), data: textsByName(30, 200) },
  { email, language },
);
export const changedCustomer = object({ ...customer, email, language });
export const changedEmail = object({}, { email });

export const newSession = object({
  os: text(100),
  ...each(['browser', 'source'], text(200)),
  sourceUrl: text(2000),
  ipAddress: text(45),
  country,
});
export const customerSession = object({}, { customerSession: text(10_000) });

export const rightFields = {
  ...each(['lifeTimeStart', 'lifeTimeEnd', 'pausedTimeStart', 'pausedTimeEnd', 'maxCacheDate'], orNull(moment)),
  ...each(['accessTimeStart', 'accessTimeEnd'], orNull(timeOfDay)),
  data: textsByName(20, 2000),
  blocked: flag,
  // Its shape is not documented.
  activePartners: anything,
};
export const newRight = object(rightFields, { accessRightUniqueId: accessRight });
export const changedRight = object(rightFields);

const texts = {
  ...each(['description', 'legalText', 'summaryText', 'withdrawalInstruction'], text(5000)),
  logoUrl: text(500),
  logoAltText: text(200),
};
export const TAX_TYPES = [
  ...['DIGITALPRODUCT', 'DIGITALNEWSPAPER', 'EBOOK', 'DOWNLOAD', 'VIDEO', 'MUSIC', 'MEMBERSHIP', 'BUNDLE'],
  ...['ADVERTISEMENT', 'BOOK', 'MAGAZINE', 'NEWSPAPER', 'PHYSICALPRODUCT', 'FEE', 'VOUCHER', 'SHIPPINGCOSTS'],
  ...['EVENT', 'DONATION', 'DIGITALOFFER'],
];
const override = {
  ...texts,
  ...each(['plenigoProductId', 'productId', 'costCenter', 'purchaseNumber'], text(20)),
  discountPercentage: number(0, 100),
  shippingCosts: number(0, 100_000),
};
const sold = {
  price: number(0, 100_000),
  currency,
  taxType: oneOf(...TAX_TYPES),
  // The document demands these two and describes neither.
  offerId: text(20),
  quantity: count(1, 10_000),
};
const named = { title: text(100), accessRightUniqueId: accessRight };
const whole = object(override, { ...named, ...sold });
const short = object({ ...override, ...sold }, named);
/** Of a product in an offer the guide for PHP sends no more than what is overridden. */
const checkProduct: Check = (value, place, notes) =>
  (Object.hasOwn(Object(value), 'plenigoProductId') ? short : whole)(value, place, notes);
const product = Object.assign(checkProduct, { shape: whole.shape });
const ids = { plenigoOfferId: text(20), plenigoBonusIds: listOf(text(20)) };
const item = object({ ...texts, ...ids, title: text(100), products: listOf(product) }, { quantity: count(1, 10_000) });
const payment = pattern('a payment method', /^[A-Z_]+$/, 'PAYPAL');
const additionalData = object({
  ...each(['affiliateId', 'partnerId'], text(100)),
  sourceId: text(500),
  utm: object(each(['source', 'medium', 'campaign', 'term', 'content'], text(100))),
  data: textsByName(30, 200),
});
const customerIpAddress = must('an IP address', (value) => typeof value === 'string' && isIP(value) > 0, ['::1']);
const addressSettings = object({
  takeOver: oneOf('INVOICE_ADDRESS_DEFAULT', 'DELIVERY_ADDRESS_DEFAULT', 'NO_ADDRESS_DEFAULT'),
  ...each(['invoiceAddressRequired', 'deliveryAddressRequired'], flag),
});
const addressIds = each(['invoiceAddressId', 'deliveryAddressId'], count(1, Number.MAX_SAFE_INTEGER));
export const purchase = object(
  {
    customerId,
    customerSession: text(10_000),
    items: listOf(item),
    basketId: text(40),
    voucherCode: text(20),
    language: text(2),
    additionalData,
    addressSettings,
    ...addressIds,
    giftOption: oneOf('FORCE_GIFT_OPTION', 'HIDE_GIFT_OPTION', 'SHOW_GIFT_OPTION', 'PRESELECT_GIFT_OPTION'),
    forcePaymentMethod: payment,
    allowedPaymentMethods: listOf(payment),
    ...each(['startWithVoucherInput', 'hideVoucherInput', 'showNetPrices', 'paymentOnly', 'debugMode'], flag),
    allowMultiplePurchases: flag,
    subscriptionStartDate: orNull(moment),
    variantUniqueId: pattern('an id', ACCESS_RIGHT, 'fastTrack'),
    connectedOfferItems: listOf(object({ connectedCompanyId: text(20) }, { plenigoConnectedOfferId: text(20) })),
  },
  { customerIpAddress },
);

const extras = { customerSession: text(10_000), ...addressIds, additionalData };
export const freePurchase = object(extras, { customerId, customerIpAddress, offer: item });
export const voucherPurchase = object(
  { ...extras, overwrittenProductId: text(20) },
  { customerId, customerIpAddress, voucherCode: text(20) },
);
const day = must('a date', (value) => isMoment(value) || DAY.test(String(value)), ['2027-01-31']);
export const cancellation = object({}, { cancellationDate: day });
