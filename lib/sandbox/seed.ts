/** What tests and the sandbox's page do to its customers by hand; each refuses what makes no sense. */
import { each, email, language, listOf, object, pattern, text } from './check.js';
import { ApiFailure } from './http.js';
import type { State } from './state.js';
import type { SandboxAddress, SandboxCustomer, SandboxNewCustomer } from './types.js';
import { CUSTOMER_ID } from './v3/schemas.js';

export const CUSTOMER = object(
  {
    customerId: pattern('1 to 18 digits', CUSTOMER_ID),
    ...each(['externalUserId', 'firstName', 'name'], text),
    language,
    bought: listOf(text),
  },
  { email },
);

/** Finds the customer of this address. Throws `ApiFailure` when there is none. */
export function knownCustomer(state: State, address: SandboxAddress): SandboxCustomer {
  const customer = state.find(address);
  if (!customer) throw new ApiFailure(409, 'The sandbox has no such customer.');
  return customer;
}

function refuseTaken(what: string, holder: SandboxCustomer | undefined): void {
  if (holder) throw new ApiFailure(409, `The sandbox has a customer with this ${what}.`);
}

/** Throws `Misfit` for a wrong field, `ApiFailure` when the e-mail address or an id is taken. */
export function addCustomer(state: State, added: SandboxNewCustomer): SandboxCustomer {
  CUSTOMER(added, '');
  const { email, externalUserId, customerId, bought = [] } = added;
  refuseTaken('id', state.find({ customerId }));
  refuseTaken('e-mail address', state.findByEmail(email));
  refuseTaken('external user id', state.find({ externalUserId }));
  const customer = state.add(added);
  for (const productId of bought) buy(state, customer, productId);
  return customer;
}

/** Records a purchase, with title and price if the sandbox knows the product. Throws `ApiFailure` without a customer. */
export function buy(state: State, address: SandboxAddress, productId: string): void {
  const customer = knownCustomer(state, address);
  const { title = '', price, currency } = state.products.get(productId) ?? {};
  const details = title !== '' && { title: state.translate(title, customer), price, currency };
  state.recordPurchase(customer, { productId, ...details });
}

/** Takes every purchase of the product back. Throws `ApiFailure` without a customer or purchase. */
export function refund(state: State, address: SandboxAddress, productId: string): void {
  if (!state.removePurchases(knownCustomer(state, address), productId)) {
    throw new ApiFailure(409, 'The customer has not bought this product.');
  }
}

/** Lets subscriptions end with what is paid. Throws `ApiFailure` without a customer, or one that would renew. */
export function cancel(state: State, address: SandboxAddress, productId: string): void {
  const customer = knownCustomer(state, address);
  const renewing = customer.purchases.filter(
    (purchase) => purchase.productId === productId && purchase.endsAt === undefined && state.paidUntil(purchase),
  );
  if (renewing.length === 0) throw new ApiFailure(409, 'The customer has no subscription to this product that renews.');
  for (const purchase of renewing) state.cancel(customer, purchase);
}
