/** The bodies of API v3, as plenigo's OpenAPI document describes them. */
import { isIP } from 'node:net';
import { isEmail } from '../email.js';
import { flag, is, listOf, mapOf, number, object, oneOf, orNull, pattern, text } from './schema.js';

export const CUSTOMER_ID = /^[0-9]{1,18}$/;
export const ACCESS_RIGHT = /^[0-9a-zA-Z-]{2,30}$/;
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const customerId = pattern(CUSTOMER_ID, 'numeric');
const accessRight = pattern(ACCESS_RIGHT);
const email = is('email', (value) => typeof value === 'string' && value.length <= 100 && isEmail(value));
const emailOrNone = is('email', (value) => value === '' || email(value, '').length === 0);
const language = pattern(/^[a-zA-Z]{2}$/, 'language');
const country = pattern(/^[A-Z]{2}$/, 'country');
const phone = pattern(/^(\+?[1-9]\d{1,14})?$/, 'phone');
const salutation = oneOf('DIVERSE', 'MR', 'MRS', 'NONE');
const moment = is('date', (value) => typeof value === 'string' && UTC.test(value) && !Number.isNaN(Date.parse(value)));
const timeOfDay = is('date', (value) => moment(value, '').length === 0 || /^\d\d:\d\d(:\d\d)?$/.test(String(value)));

const some = <T>(names: readonly string[], check: T): Record<string, T> =>
  Object.fromEntries(names.map((name) => [name, check]));

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
  birthday: orNull(pattern(/^\d{4}-\d\d-\d\d$/, 'date')),
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
  activePartners: is('any', () => true),
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
    currency: pattern(/^[A-Z]{3}$/, 'currency'),
    accessRightUniqueId: accessRight,
    taxType: oneOf(...TAX_TYPES),
    // The document demands these two and describes neither.
    offerId: text(20),
    quantity: number(1, 10_000, { whole: true }),
  },
  {
    ...texts,
    ...some(['plenigoProductId', 'productId', 'costCenter', 'purchaseNumber'], text(20)),
    discountPercentage: number(0, 100),
    shippingCosts: number(0, 100_000),
  },
);
const item = object(
  { quantity: number(1, 10_000, { whole: true }) },
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
  { customerIpAddress: is('ip', (value) => typeof value === 'string' && isIP(value) > 0) },
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
    ...some(['invoiceAddressId', 'deliveryAddressId'], number(1, Number.MAX_SAFE_INTEGER, { whole: true })),
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
    variantUniqueId: pattern(/^[-0-9a-zA-Z]{2,30}$/),
    connectedOfferItems: listOf(object({ plenigoConnectedOfferId: text(20) }, { connectedCompanyId: text(20) })),
  },
);
