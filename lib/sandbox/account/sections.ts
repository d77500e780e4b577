/** The sections of the self-service page: what the customer is called, where they live, what they have bought. */
import { type Html, html, type Part } from '../pages/html.js';
import type { Text, Writer } from '../pages/language.js';
import { findInterval } from '../state.js';
import type { SandboxPostalAddress, SandboxPurchase } from '../types.js';
import { type Account, type Field, readField, type Section, showField, showForm } from './section.js';

const FIRST_NAME: Field = { name: 'firstName', label: 'First name', autocomplete: 'given-name' };
const FAMILY_NAME: Field = { name: 'name', label: 'Family name', autocomplete: 'family-name' };

export const personal: Section = {
  id: 'personal',
  title: 'Personal data',
  show({ customer, writer }) {
    const { translate: t } = writer;
    const section = 'personal';
    const fields = html`<div class="fields">${showField(FIRST_NAME, { section, writer, value: customer.firstName })}
${showField(FAMILY_NAME, { section, writer, value: customer.name })}
<div class="field wide"><label>${t('E-mail address')}</label><p class="fixed">${customer.email}</p>
<p class="hint">${t('You can change it where you log in.')}</p></div></div>`;
    return showForm(writer, { section, action: 'save', key: 'save', label: 'Save', fields });
  },
  change({ customer }, { action, values }) {
    if (action !== 'save') return undefined;
    const [firstName, name] = [readField(values, FIRST_NAME), readField(values, FAMILY_NAME)];
    Object.assign(customer, { firstName: firstName || undefined, name: name || undefined });
    return 'Your personal data is saved.';
  },
};

const SALUTATION: Field = { name: 'gender', label: 'Salutation', isWide: true };
const COUNTRY: Field = { name: 'country', label: 'Country', isWide: true };
const ADDRESS: readonly (Field & { name: keyof SandboxPostalAddress })[] = [
  { name: 'firstName', label: 'First name', autocomplete: 'given-name', isRequired: true },
  { name: 'name', label: 'Family name', autocomplete: 'family-name', isRequired: true },
  { name: 'street', label: 'Street and number', autocomplete: 'street-address', isRequired: true, isWide: true },
  { name: 'postCode', label: 'Postcode', autocomplete: 'postal-code', isRequired: true },
  { name: 'city', label: 'City', autocomplete: 'address-level2', isRequired: true },
];
const COUNTRIES = ['AT', 'BE', 'CH', 'DE', 'DK', 'FR', 'GB', 'IT', 'LU', 'NL', 'US'];

/** Names the countries to choose from. A site may have told any other one, which must not look as if it were wrong. */
function nameCountries({ customer, writer }: Account): ReadonlyMap<string, string> {
  const told = customer.postalAddress?.country;
  const names = new Intl.DisplayNames(writer.locale, { type: 'region' });
  const countries = COUNTRIES.map((code): [string, string] => [code, names.of(code) ?? code]);
  return new Map([...(told === undefined ? [] : [[told, told] as const]), ...countries]);
}

function nameSalutations({ translate: t }: Writer): ReadonlyMap<string, string> {
  return new Map([
    ['FEMALE', t('Ms')],
    ['MALE', t('Mr')],
  ]);
}

/** The one address of a customer: the site tells the same. */
export const address: Section = {
  id: 'address',
  title: 'Address',
  show(account) {
    const { customer, writer } = account;
    const section = 'address';
    const { firstName, name, postalAddress } = customer;
    const {
      gender,
      country = writer.language === 'de' ? 'DE' : 'GB',
      ...texts
    }: Partial<SandboxPostalAddress> = postalAddress ?? { ...(firstName && { firstName }), ...(name && { name }) };
    const fields = html`<div class="fields">
${showField(SALUTATION, { section, writer, value: gender, choices: nameSalutations(writer) })}
${ADDRESS.map((field) => showField(field, { section, writer, value: { ...texts, gender, country }[field.name] }))}
${showField(COUNTRY, { section, writer, value: country, choices: nameCountries(account) })}</div>`;
    return showForm(writer, { section, action: 'save', key: 'save', label: 'Save', fields });
  },
  change(account, { action, values }) {
    if (action !== 'save') return undefined;
    const texts = ADDRESS.map((field) => [field.name, readField(values, field)] as const);
    account.customer.postalAddress = {
      ...account.customer.postalAddress,
      gender: readField(values, SALUTATION, nameSalutations(account.writer)),
      country: readField(values, COUNTRY, nameCountries(account)),
      ...Object.fromEntries(texts),
    } as SandboxPostalAddress;
    return 'Your address is saved.';
  },
};

/** Shows one thing that was bought. A purchase names itself, unless a test made it without a title. */
function showEntry(purchase: SandboxPurchase, writer: Writer, more: { amount?: Text; text: Part; form?: Html }): Html {
  const { productId, title = writer.translate('Product {id}', { id: productId }), price, currency } = purchase;
  const { amount, text, form } = more;
  const money = price !== undefined && currency !== undefined && writer.formatMoney(price, currency);
  return html`<li class="entry"><span class="entry-title">${title}</span>
${money && html`<span class="entry-amount">${amount ? writer.translate(amount, { price: money }) : money}</span>`}
<span class="entry-text">${text}</span>${form}</li>`;
}

function showEntries(entries: readonly Html[], empty: string): Html {
  if (entries.length === 0) return html`<p class="nothing">${empty}</p>`;
  return html`<ul class="entries" role="list">${entries}</ul>`;
}

export const orders: Section = {
  id: 'orders',
  title: 'Orders',
  show({ customer, writer }) {
    const entries = customer.purchases
      .toReversed()
      .map((purchase) =>
        showEntry(purchase, writer, { text: `${writer.formatDay(purchase.at)} · ${purchase.productId}` }),
      );
    return showEntries(entries, writer.translate('You have not ordered anything yet.'));
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
  const form = { section: 'subscriptions', key: `subscription ${id}`, kind: 'secondary' };
  const fields = html`<input type="hidden" name="id" value="${id}">`;
  const isYearly = findInterval(state.products.get(purchase.productId)) === 'year';
  const amount = isYearly ? '{price} a year' : '{price} a month';
  if (purchase.endsAt !== undefined) {
    const text = html`<span class="badge">${t('Cancelled')}</span>${t('Ends on {date}', { date })}`;
    const resume = showForm(writer, { ...form, action: 'resume', label: 'Keep it after all', fields });
    return showEntry(purchase, writer, { amount, text, form: resume });
  }
  const text = html`<span class="badge good">${t('Active')}</span>${t('Renews on {date}', { date })}`;
  const cancel = showForm(writer, { ...form, action: 'cancel', label: 'Cancel subscription', fields });
  return showEntry(purchase, writer, { amount, text, form: cancel });
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
  return { id: 'elsewhere', title, show: ({ writer }) => html`<p class="nothing">${writer.translate(text)}</p>` };
}
