/** What each call of API v3 takes and answers, and what callbacks tell, as plenigo's OpenAPI document has it; a test goes through all of it. */
import { type Check, count, currency, each, fields, flag, listOf, must, object, oneOf, orNull } from '../check.js';
import * as bodies from './schemas.js';
import { accessRight, customerId, moment, number, rightFields, TAX_TYPES, text } from './schemas.js';
import type { V3CallName } from './types.js';

const int = count(1, Number.MAX_SAFE_INTEGER);
const amount = number(0, 1e9);
const span = oneOf('DAY', 'WEEK', 'MONTH', 'YEAR', 'NONE');

const audit = {
  ...each(['createdDate', 'changedDate'], moment),
  ...each(['createdBy', 'changedBy'], text(100)),
  ...each(['createdByType', 'changedByType'], oneOf('API', 'CUSTOMER', 'MERCHANT', 'IMPORTER', 'SYSTEM')),
};

const { email, language } = bodies;
const status = oneOf('ACTIVATED', 'BLOCKED', 'DEACTIVATED', 'DISABLED');
const shown = { ...bodies.customer, email, language, registrationDate: moment, status };
const customer = object({ ...shown, ...audit, password: must('absent', () => false) }, { customerId });

const itemType = oneOf('EXTERNAL', 'SINGLE_PRODUCT', 'SUBSCRIPTION', 'SUBSCRIPTION_ITEM');
const rightIds = { productId: text(100), plenigoOfferId: text(20), itemId: text(30), itemType };
const right = object({ ...rightFields, ...rightIds, accessGranted: flag }, { accessRightUniqueId: accessRight });
const set = object({ ...audit, customerBlocked: flag, accessGranted: flag, items: listOf(right) }, { customerId });

const line = { title: text(500), productId: text(100), price: amount, quantity: count(1, 10_000) };
const taxed = { position: int, tax: number(0, 100), taxCountry: text(2), deliveryCustomerId: customerId };
const optionalIds = { plenigoOfferId: text(20), accessRightUniqueId: text(100), subscriptionItemId: int };
const taxType = oneOf(...TAX_TYPES);
const sum = { accumulatedPrice: amount, currency, paymentMethod: text(50), invoiceCustomerId: customerId };

const orderItem = object(optionalIds, { ...line, ...taxed, taxType });
const orderStatus = oneOf('ACTIVE', 'DONE', 'CANCELLED');
const order = object({ status: orderStatus }, { ...sum, orderId: int, orderDate: moment, items: listOf(orderItem) });

const kinds = { type: oneOf('INVOICE', 'CANCELLATION', 'CORRECTION'), status: oneOf('PAID', 'NOT_PAID') };
const invoiceItems = listOf(object(optionalIds, { ...line, ...taxed }));
const paid = { ...sum, invoiceId: int, invoiceDate: moment, items: invoiceItems };
const invoice = object({ ...kinds, orderId: int }, paid);

const soldIds = { subscriptionItemId: int, accessRightUniqueId: text(100) };
const soldItem = object({}, { ...line, ...soldIds, status: oneOf('ACTIVE', 'INACTIVE'), taxType });
const subscription = object(
  {
    ...each(['endDate', 'cancellationDate'], orNull(moment)),
    ...{ status: oneOf('ACTIVE', 'INACTIVE', 'IGNORED'), plenigoOfferId: text(20), items: listOf(soldItem) },
  },
  {
    ...each(['invoiceCustomerId', 'deliveryCustomerId'], customerId),
    ...each(['term', 'accountingPeriod', 'cancellationPeriod'], count(0, 100)),
    ...each(['termTimeSpan', 'accountingPeriodTimeSpan', 'cancellationPeriodTimeSpan'], span),
    ...{ subscriptionId: int, startDate: moment, currency, paymentMethod: text(50) },
  },
);

const cursors = each(['startingAfterId', 'endingBeforeId'], text(100));
const listed = (entry: Check): Check => object({ items: listOf(entry), ...cursors });
const session = fields({}, { customerSession: text(10_000) });
const ordered = object({}, { orderId: int });
const countrySegments = object({}, { priority: count(0, 1000), countries: listOf(text(2)) });
const prices = { price: number(0, 100_000), currency, validFrom: text(10), worldSegment: flag };
const segment = object({ countrySegments }, prices);
const voucherStatus = oneOf('ACTIVE', 'INACTIVE', 'DELETED');

/** What is refused says why in a number and a text. */
export const FAILURE = object(
  { validationErrors: listOf(object({}, each(['field', 'error', 'value'], text(100_000)))) },
  { errorCode: int, errorMessage: text(500) },
);

/** What may be in a body, and what must be in an answer that is no refusal; some take no body. */
export const CALLS: Readonly<Record<V3CallName, { readonly body?: Check; readonly answer: Check }>> = {
  createCustomer: { body: bodies.newCustomer, answer: customer },
  getCustomer: { answer: customer },
  searchCustomers: { answer: listed(customer) },
  customerIdByExternalSystemId: { answer: object({}, { customerId }) },
  updateCustomer: { body: bodies.changedCustomer, answer: customer },
  changeEmail: { body: bodies.changedEmail, answer: listed(customer) },
  createSession: { body: bodies.newSession, answer: fields({ customerSession: text(10_000), removalToken: text(40) }) },
  changeSessions: { answer: session },
  createTransferToken: { body: bodies.customerSession, answer: object({}, { transferToken: text(50) }) },
  preparePurchase: { body: bodies.purchase, answer: object({}, { purchaseId: text(100) }) },
  hasAccess: { answer: set },
  accessRights: { answer: set },
  grantAccess: { body: bodies.newRight, answer: set },
  changeAccess: { body: bodies.changedRight, answer: set },
  removeAccess: { answer: object({ promiseId: text(100) }, { success: flag }) },
  validateVoucher: { answer: object({ customData: text(200) }, { plenigoOfferId: text(20), status: voucherStatus }) },
  buyWithVoucher: { body: bodies.voucherPurchase, answer: ordered },
  orderFreeProduct: { body: bodies.freePurchase, answer: ordered },
  subscriptions: { answer: listed(subscription) },
  cancelDates: { answer: listed(text(30)) },
  cancelSubscription: { body: bodies.cancellation, answer: subscription },
  undoCancellation: { answer: subscription },
  orders: { answer: listed(order) },
  invoices: { answer: listed(invoice) },
  invoicePdf: { answer: object({}, { pdf: text(100_000) }) },
  offers: { answer: listed(fields({}, { offerId: int, plenigoOfferId: text(20) })) },
  priceIssue: { answer: object({ title: text(100) }, { priceIssueId: int, priceSegments: listOf(segment) }) },
};

/** What a callback tells of, by its `entityType`. */
export const ENTITIES: Readonly<Record<string, Check>> = {
  CUSTOMER: customer,
  ORDER: order,
  SUBSCRIPTION: subscription,
};
