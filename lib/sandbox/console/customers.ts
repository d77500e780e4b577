/** The console's panel of customers and what they have bought. */
import type { Backend } from '../backend.js';
import { type Html, html } from '../pages/html.js';
import { formatMoney } from '../pages/language.js';
import type { State } from '../state.js';
import type { SandboxCustomer, SandboxPostalAddress, SandboxPurchase } from '../types.js';
import {
  formatDay,
  formatTime,
  showButton,
  showDialog,
  showEnd,
  showForm,
  showInput,
  showList,
  showPanel,
} from './parts.js';

const MOST_CUSTOMERS = 100;
const MOST_PRODUCTS = 200;
const MOST_REQUESTS = 60;
const OPTIONAL = html` <span class="optional">optional</span>`;

/** Lists the products to choose from. What the site asked about last comes first, because that is bought next. */
function listProducts({ state, log }: Backend): string[] {
  const asked = log.latest(MOST_REQUESTS).flatMap(({ call, url }) => {
    const query = call === 'hasUserBought' ? new URLSearchParams(url.slice(url.indexOf('?') + 1)) : undefined;
    return query?.get('productId') || [];
  });
  return [...new Set([...asked, ...state.products.keys()])].slice(0, MOST_PRODUCTS);
}

/** Writes an address as on a letter, but in one line. */
function formatAddress(address: SandboxPostalAddress): string {
  const { gender, firstName, name, company, additionalCompanyInfo, street, additionalAddressInfo } = address;
  const person = `${gender === 'MALE' ? 'Mr' : 'Ms'} ${firstName} ${name}`;
  const city = [address.postCode, address.city].filter(Boolean).join(' ');
  const lines = [
    person,
    company,
    additionalCompanyInfo,
    street,
    additionalAddressInfo,
    city,
    address.state,
    address.country,
  ];
  return lines.filter(Boolean).join(', ');
}

function showAdding(): Html {
  const described = html`aria-describedby="new-external-hint"`;
  const external = html`User id at your site${OPTIONAL}`;
  const fields = html`
${showInput('new-email', { label: 'E-mail address', name: 'email', more: html`type="email" autofocus` })}
${showInput('new-external', { label: external, name: 'externalUserId', more: described })}
<p class="hint" id="new-external-hint">plenigo’s external user id. Without one, the customer is not linked to a
user yet.</p>
<div class="pair">${showInput('new-first', { label: html`First name${OPTIONAL}`, name: 'firstName' })}
${showInput('new-name', { label: html`Family name${OPTIONAL}`, name: 'name' })}</div>`;
  return showDialog('add-customer', {
    opener: { label: 'Add a customer', kind: 'secondary' },
    title: 'Add a customer',
    form: showForm('add-customer', { fields, submit: showEnd('add-customer', 'Add the customer') }),
  });
}

function showBuying({ customerId, email, purchases }: SandboxCustomer, products: readonly string[]): Html {
  const suggested = products.find((id) => !purchases.some(({ productId }) => productId === id)) ?? '';
  const id = `buy-${customerId}`;
  const more = html`autofocus list="products"`;
  const fields = html`<input type="hidden" name="customerId" value="${customerId}">
${showInput(`${id}-product`, { label: 'Product id', name: 'productId', value: suggested, more })}
<p class="hint">The purchase is recorded at once, without the checkout.</p>`;
  return showDialog(id, {
    opener: { label: 'Buy', name: `Buy for ${email}`, kind: 'secondary' },
    title: `Buy for ${email}`,
    form: showForm('buy', { fields, submit: showEnd(id, 'Record the purchase') }),
  });
}

function showDeleting({ customerId, email }: SandboxCustomer): Html {
  const id = `delete-${customerId}`;
  const fields = html`<input type="hidden" name="customerId" value="${customerId}">
<p>What they have bought is gone, too.</p>`;
  return showDialog(id, {
    opener: { label: 'Delete', name: `Delete ${email}`, kind: 'small' },
    title: `Delete ${email}?`,
    form: showForm('remove-customer', { fields, submit: showEnd(id, 'Delete', { isCareful: true }) }),
  });
}

/** Shows all purchases of one product by one customer as one entry, with the details of the last. */
function showPurchase(
  purchase: SandboxPurchase,
  { customerId, email, purchases }: SandboxCustomer,
  state: State,
): Html {
  const { productId, title, price, currency = '', at, endsAt } = purchase;
  const count = purchases.filter((other) => other.productId === productId).length;
  const paidUntil = state.paidUntil(purchase);
  const renews = paidUntil !== undefined && endsAt === undefined;
  const details = [
    title,
    price !== undefined && formatMoney(price, currency, 'en-GB'),
    count > 1 && `${count} times`,
    formatTime(at),
    paidUntil !== undefined && `${renews ? 'renews' : 'cancelled, until'} ${formatDay(paidUntil)}`,
  ];
  const fields = { customerId, productId };
  return html`<li class="purchase" data-key="${productId}"><code>${productId}</code>
<span class="purchase-details">${details.filter(Boolean).join(' · ')}</span>
${renews && showButton('cancel', { label: 'Unsubscribe', name: `Unsubscribe ${email} from ${productId}`, fields })}
${showButton('refund', { label: 'Refund', name: `Refund ${productId} to ${email}`, fields })}</li>`;
}

function showCustomer(customer: SandboxCustomer, products: readonly string[], state: State): Html {
  const { customerId, email, externalUserId, firstName, name, accessIds, postalAddress, purchases } = customer;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Customer', customerId],
    ['User at your site', externalUserId ?? 'not linked'],
    ['Name', [firstName, name].filter(Boolean).join(' ')],
    ['Access ids', accessIds.join(', ')],
    ['Address', postalAddress && formatAddress(postalAddress)],
  ];
  const shown = facts.map(([label, value]) => value && html`<div><dt>${label}</dt><dd>${value}</dd></div>`);
  const latest = new Map(purchases.map((purchase) => [purchase.productId, purchase]));
  const entries = [...latest.values()].map((purchase) => showPurchase(purchase, customer, state));
  return html`<li class="customer" data-key="${customerId}">
<div class="customer-head"><div><h3>${email}</h3>
<dl class="inline-facts">${shown}</dl></div>
<div class="customer-buttons">${showDeleting(customer)}${showBuying(customer, products)}</div></div>
${entries.length > 0 && html`<ul class="purchases" role="list">${entries}</ul>`}
</li>`;
}

/** Shows the newest customers first. */
export function showCustomers(sandbox: Backend): Html {
  const { state } = sandbox;
  const products = listProducts(sandbox);
  const options = products.map((id) => html`<option value="${id}">${state.products.get(id)?.title}</option>`);
  const newest = state.customers.slice(-MOST_CUSTOMERS).reverse();
  return showPanel('customers', 'Customers', {
    head: showAdding(),
    body: html`${showList('customers', {
      entries: newest.map((customer) => showCustomer(customer, products, state)),
      total: state.customers.length,
      empty: 'No customers yet. They appear when your site registers one, or you add one here.',
    })}
<datalist id="products">${options}</datalist>`,
  });
}
