/** The console's panel of customers and what they have bought. */
import type { Backend } from '../backend.js';
import { showInput } from '../pages/fields.js';
import { type Html, html } from '../pages/html.js';
import { makeWriter } from '../pages/language.js';
import type { State } from '../state.js';
import type { SandboxCustomer, SandboxPostalAddress, SandboxPurchase } from '../types.js';
import { formatDay, formatTime, showButton, showDialog, showHidden, showList, showPanel } from './parts.js';

const MOST_CUSTOMERS = 100;
const MOST_PRODUCTS = 200;
const MOST_REQUESTS = 60;
const OPTIONAL = html` <span class="soft">optional</span>`;

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
  const { gender, firstName, name, company, street, postCode, city, state, country } = address;
  const person = `${gender === 'MALE' ? 'Mr' : 'Ms'} ${firstName} ${name}`;
  const house = [company, address.additionalCompanyInfo, street, address.additionalAddressInfo];
  const place = [[postCode, city].filter(Boolean).join(' '), state, country];
  return [person, ...house, ...place].filter(Boolean).join(', ');
}

function showAdding(): Html {
  const attributes = html`type="email" autofocus`;
  const hint = 'plenigo’s external user id. Without one, the customer is not linked to a user yet.';
  return showDialog('add-customer', {
    opener: { label: 'Add a customer', kind: 'secondary' },
    title: 'Add a customer',
    action: 'add-customer',
    fields: html`${showInput('new-email', { label: 'E-mail address', name: 'email', attributes })}
${showInput('new-external', { label: html`User id at your site${OPTIONAL}`, name: 'externalUserId', hint })}
<div class="pair">${showInput('new-first', { label: html`First name${OPTIONAL}`, name: 'firstName' })}
${showInput('new-name', { label: html`Family name${OPTIONAL}`, name: 'name' })}</div>`,
    submit: 'Add the customer',
  });
}

function showBuying({ customerId, email, purchases }: SandboxCustomer, products: readonly string[]): Html {
  const suggested = products.find((id) => !purchases.some(({ productId }) => productId === id)) ?? '';
  const id = `buy-${customerId}`;
  const product = {
    label: 'Product id',
    name: 'productId',
    value: suggested,
    attributes: html`autofocus list="products"`,
    hint: 'The purchase is recorded at once, without the checkout.',
  };
  return showDialog(id, {
    opener: { label: 'Buy', name: `Buy for ${email}`, kind: 'secondary' },
    title: `Buy for ${email}`,
    action: 'buy',
    fields: html`${showHidden({ customerId })}${showInput(`${id}-product`, product)}`,
    submit: 'Record the purchase',
  });
}

function showDeleting({ customerId, email }: SandboxCustomer): Html {
  return showDialog(`delete-${customerId}`, {
    opener: { label: 'Delete', name: `Delete ${email}`, kind: 'small' },
    title: `Delete ${email}?`,
    action: 'remove-customer',
    fields: html`${showHidden({ customerId })}<p class="soft">What they have bought is gone, too.</p>`,
    submit: 'Delete',
    isCareful: true,
  });
}

/** Shows all purchases of one product by one customer as one entry, with the details of the last. */
function showPurchase(purchase: SandboxPurchase, customer: SandboxCustomer, state: State): Html {
  const { customerId, email, purchases } = customer;
  const { productId, title, price, currency = '', at, endsAt } = purchase;
  const count = purchases.filter((other) => other.productId === productId).length;
  const paidUntil = state.paidUntil(purchase);
  const renews = paidUntil !== undefined && endsAt === undefined;
  const details = [
    title,
    price !== undefined && makeWriter('en-GB').formatMoney(price, currency),
    count > 1 && `${count} times`,
    formatTime(at),
    paidUntil !== undefined && `${renews ? 'renews' : 'cancelled, until'} ${formatDay(paidUntil)}`,
  ];
  const fields = { customerId, productId };
  return html`<li class="purchase row" data-key="${productId}"><code>${productId}</code>
<span class="row-text soft">${details.filter(Boolean).join(' · ')}</span>
${renews && showButton('cancel', { label: 'Unsubscribe', name: `Unsubscribe ${email} from ${productId}`, fields })}
${showButton('refund', { label: 'Refund', name: `Refund ${productId} to ${email}`, fields })}</li>`;
}

function showCustomer(customer: SandboxCustomer, products: readonly string[], state: State): Html {
  const { customerId, email, externalUserId, firstName, name, accessIds, postalAddress, purchases } = customer;
  const facts = {
    Customer: customerId,
    'User at your site': externalUserId ?? 'not linked',
    Name: [firstName, name].filter(Boolean).join(' '),
    'Access ids': accessIds.join(', '),
    Address: postalAddress && formatAddress(postalAddress),
  };
  const shown = Object.entries(facts).map(
    ([label, value]) => value && html`<div><dt>${label}</dt><dd>${value}</dd></div>`,
  );
  const latest = new Map(purchases.map((purchase) => [purchase.productId, purchase]));
  const entries = [...latest.values()].map((purchase) => showPurchase(purchase, customer, state));
  return html`<li data-key="${customerId}">
<div class="row"><div class="row-text"><h3>${email}</h3>
<dl class="inline-facts soft">${shown}</dl></div>
<div class="row-buttons">${showDeleting(customer)}${showBuying(customer, products)}</div></div>
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
