/** The sections of the self-service page: what the customer is called, where they live, what they have bought. */
import { type Html, html, type Part } from '../pages/html.js';
import type { Text, Writer } from '../pages/language.js';
import { findInterval } from '../period.js';
import type { SandboxPostalAddress, SandboxPurchase } from '../types.js';
import { type Account, type Field, readFields, type Section, showFields, showForm } from './section.js';

const NAMES: readonly Field[] = [
  { name: 'firstName', label: 'First name', autocomplete: 'given-name' },
  { name: 'name', label: 'Family name', autocomplete: 'family-name' },
];

export const personal: Section = {
  id: 'personal',
  title: 'Personal data',
  show({ customer, writer }) {
    const { translate: t } = writer;
    const { firstName, name, email } = customer;
    const fields = html`<div class="fields">${showFields('personal', NAMES, { writer, values: { firstName, name } })}
<div class="field wide"><label>${t('E-mail address')}</label><p>${email}</p>
<p class="soft">${t('You can change it where you log in.')}</p></div></div>`;
    return showForm(writer, { section: 'personal', fields });
  },
  change({ customer }, { action, values }) {
    if (action !== 'save') return undefined;
    const { firstName, name } = readFields(values, NAMES);
    Object.assign(customer, { firstName: firstName || undefined, name: name || undefined });
    return 'Your personal data is saved.';
  },
};

const COUNTRIES = ['AT', 'BE', 'CH', 'DE', 'DK', 'FR', 'GB', 'IT', 'LU', 'NL', 'US'];

function listAddressFields({ customer, writer }: Account): readonly Field[] {
  const { translate: t, locale } = writer;
  const told = customer.postalAddress?.country;
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  // A site may have told a country that is none of these, which must not look as if it were wrong.
  const codes = told === undefined || COUNTRIES.includes(told) ? COUNTRIES : [told, ...COUNTRIES];
  const countries = Object.fromEntries(codes.map((code) => [code, names.of(code) ?? code]));
  return [
    { name: 'gender', label: 'Salutation', isWide: true, choices: { FEMALE: t('Ms'), MALE: t('Mr') } },
    ...NAMES.map((field) => ({ ...field, isRequired: true })),
    { name: 'street', label: 'Street and number', autocomplete: 'street-address', isRequired: true, isWide: true },
    { name: 'postCode', label: 'Postcode', autocomplete: 'postal-code', isRequired: true },
    { name: 'city', label: 'City', autocomplete: 'address-level2', isRequired: true },
    { name: 'country', label: 'Country', isWide: true, choices: countries },
  ];
}

/** The one address of a customer: the site tells the same. */
export const address: Section = {
  id: 'address',
  title: 'Address',
  show(account) {
    const { customer, writer } = account;
    const { firstName, name, postalAddress } = customer;
    const country = writer.language === 'de' ? 'DE' : 'GB';
    const values = { country, ...(postalAddress ?? { firstName, name }) };
    const fields = showFields('address', listAddressFields(account), { writer, values });
    return showForm(writer, { section: 'address', fields: html`<div class="fields">${fields}</div>` });
  },
  change(account, { action, values }) {
    if (action !== 'save') return undefined;
    const { customer } = account;
    const fields = readFields(values, listAddressFields(account));
    customer.postalAddress = { ...customer.postalAddress, ...fields } as SandboxPostalAddress;
    return 'Your address is saved.';
  },
};

/** Shows one thing that was bought. A purchase names itself, unless a test made it without a title. */
function showEntry(purchase: SandboxPurchase, writer: Writer, more: { amount?: Text; text: Part; form?: Html }): Html {
  const { productId, title = writer.translate('Product {id}', { id: productId }), price, currency } = purchase;
  const { amount, text, form } = more;
  const money = price !== undefined && currency !== undefined && writer.formatMoney(price, currency);
  return html`<li class="entry"><strong>${title}</strong>
${money && html`<strong>${amount ? writer.translate(amount, { price: money }) : money}</strong>`}
<p class="soft">${text}</p>${form}</li>`;
}

function showEntries(entries: readonly Html[], empty: string): Html {
  if (entries.length === 0) return html`<p class="soft">${empty}</p>`;
  return html`<ul role="list">${entries}</ul>`;
}

export const orders: Section = {
  id: 'orders',
  title: 'Orders',
  show({ customer, writer }) {
    const entries = customer.purchases.map((purchase) =>
      showEntry(purchase, writer, { text: `${writer.formatDay(purchase.at)} · ${purchase.productId}` }),
    );
    return showEntries(entries.reverse(), writer.translate('You have not ordered anything yet.'));
  },
};

/** Lists the subscriptions among the purchases, newest first. Only a product that the sandbox knows can be one. */
function listSubscriptions({ customer, state }: Account): SandboxPurchase[] {
  const owned = state.listOwned(customer).toReversed();
  return owned.filter(({ productId }) => findInterval(state.products.get(productId)));
}

function showSubscription(purchase: SandboxPurchase, { customer, state, writer }: Account): Html {
  const { translate: t } = writer;
  const id = String(customer.purchases.indexOf(purchase));
  const date = writer.formatDay(state.paidUntil(purchase) ?? 0);
  const isYearly = findInterval(state.products.get(purchase.productId)) === 'year';
  const isCancelled = purchase.endsAt !== undefined;
  return showEntry(purchase, writer, {
    amount: isYearly ? '{price} a year' : '{price} a month',
    text: isCancelled
      ? html`<span class="badge">${t('Cancelled')}</span>${t('Ends on {date}', { date })}`
      : html`<span class="badge" data-kind="good">${t('Active')}</span>${t('Renews on {date}', { date })}`,
    form: showForm(writer, {
      section: 'subscriptions',
      action: isCancelled ? 'resume' : 'cancel',
      label: isCancelled ? 'Keep it after all' : 'Cancel subscription',
      key: id,
      kind: 'secondary',
      fields: html`<input type="hidden" name="id" value="${id}">`,
    }),
  });
}

export const subscriptions: Section = {
  id: 'subscriptions',
  title: 'Subscriptions',
  show(account) {
    const entries = listSubscriptions(account).map((purchase) => showSubscription(purchase, account));
    return showEntries(entries, account.writer.translate('You have no subscription.'));
  },
  change(account, { action, values }) {
    const { customer, state } = account;
    const purchase = customer.purchases.find((_, index) => String(index) === values.get('id'));
    if (!purchase || !listSubscriptions(account).includes(purchase)) return undefined;
    if (action === 'resume') {
      state.resume(customer, purchase);
      return 'Your subscription goes on.';
    }
    if (action !== 'cancel') return undefined;
    state.cancel(customer, purchase);
    return 'Your subscription is cancelled. It stays yours until it ends.';
  },
};

/** Makes a section that says where the reader finds this at plenigo, because a sandbox has nothing to show for it. */
export function makeElsewhere(title: Text): Section {
  const text = 'At plenigo, customers see to this here. The sandbox has nothing to change.';
  return { id: 'elsewhere', title, show: ({ writer }) => html`<p class="soft">${writer.translate(text)}</p>` };
}
