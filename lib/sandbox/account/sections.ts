/** The sections of the self-service page: what the customer is called, where they live, what they have bought. */
import { type Html, html, type Part } from '../pages/html.js';
import type { Text } from '../pages/language.js';
import { findInterval } from '../period.js';
import type { SandboxPostalAddress, SandboxPurchase } from '../types.js';
import {
  type Account,
  readChoice,
  readRequired,
  readText,
  type Section,
  showForm,
  showSelect,
  showText,
} from './section.js';

const FIRST_NAME = { name: 'firstName', label: 'First name', autocomplete: 'given-name' } as const;
const FAMILY_NAME = { name: 'name', label: 'Family name', autocomplete: 'family-name' } as const;

export const personal: Section = {
  id: 'personal',
  title: 'Personal data',
  show({ customer, writer }) {
    const { translate: t } = writer;
    const fields = html`<div class="fields">${showText('personal', FIRST_NAME, customer.firstName, writer)}
${showText('personal', FAMILY_NAME, customer.name, writer)}
<div class="field wide"><label>${t('E-mail address')}</label><p class="fixed">${customer.email}</p>
<p class="hint">${t('You can change it where you log in.')}</p></div></div>`;
    return showForm('personal', { action: 'save', key: 'save', label: 'Save', fields }, writer);
  },
  change({ customer }, { action, values }) {
    if (action !== 'save') return undefined;
    const [firstName, name] = [readText(values, FIRST_NAME), readText(values, FAMILY_NAME)];
    customer.firstName = firstName || undefined;
    customer.name = name || undefined;
    return 'Your personal data is saved.';
  },
};

const GENDERS = ['FEMALE', 'MALE'] as const;
const COUNTRIES = ['AT', 'BE', 'CH', 'DE', 'DK', 'FR', 'GB', 'IT', 'LU', 'NL', 'US'];
const STREET = { name: 'street', label: 'Street and number', autocomplete: 'street-address' } as const;
const POSTCODE = { name: 'postCode', label: 'Postcode', autocomplete: 'postal-code' } as const;
const CITY = { name: 'city', label: 'City', autocomplete: 'address-level2' } as const;

/** Lists the countries to choose from. A site may have told any other one, which must not look as if it were wrong. */
function listCountries({ customer }: Account): string[] {
  const told = customer.postalAddress?.country;
  return told === undefined || COUNTRIES.includes(told) ? COUNTRIES : [...COUNTRIES, told];
}

export const address: Section = {
  id: 'address',
  title: 'Address',
  show(account) {
    const { customer, writer } = account;
    const { translate: t, language, locale } = writer;
    const fallback: SandboxPostalAddress = {
      gender: 'FEMALE',
      firstName: customer.firstName ?? '',
      name: customer.name ?? '',
      country: language === 'de' ? 'DE' : 'GB',
    };
    const { gender, firstName, name, street, postCode, city, country } = customer.postalAddress ?? fallback;
    const names = new Intl.DisplayNames(locale, { type: 'region' });
    const countries = listCountries(account).map((code) => [code, names.of(code) ?? code] as const);
    const salutations = [
      ['FEMALE', t('Ms')],
      ['MALE', t('Mr')],
    ] as const;
    const fields = html`<div class="fields">
<div class="wide">${showSelect('address', { name: 'gender', label: t('Salutation'), value: gender, choices: salutations })}</div>
${showText('address', FIRST_NAME, firstName, writer)}${showText('address', FAMILY_NAME, name, writer)}
<div class="wide">${showText('address', STREET, street, writer)}</div>
${showText('address', POSTCODE, postCode, writer)}${showText('address', CITY, city, writer)}
<div class="wide">${showSelect('address', { name: 'country', label: t('Country'), value: country ?? '', choices: countries })}</div></div>`;
    return showForm('address', { action: 'save', key: 'save', label: 'Save', fields }, writer);
  },
  change(account, { action, values }) {
    if (action !== 'save') return undefined;
    account.customer.postalAddress = {
      ...account.customer.postalAddress,
      gender: readChoice(values, { name: 'gender', label: 'Salutation', choices: GENDERS }),
      firstName: readRequired(values, FIRST_NAME),
      name: readRequired(values, FAMILY_NAME),
      street: readRequired(values, STREET),
      postCode: readRequired(values, POSTCODE),
      city: readRequired(values, CITY),
      country: readChoice(values, { name: 'country', label: 'Country', choices: listCountries(account) }),
    };
    return 'Your address is saved.';
  },
};

/** Shows one thing that was bought. A purchase names itself, unless a test made it without a title. */
function showEntry(purchase: SandboxPurchase, { state, writer }: Account, more: { text: Part; form?: Html }): Html {
  const { productId, title = writer.translate('Product {id}', { id: productId }), price, currency } = purchase;
  const interval = findInterval(state.products.get(productId));
  const money = price !== undefined && currency !== undefined && writer.formatMoney(price, currency);
  const each = interval === 'year' ? '{price} a year' : '{price} a month';
  const amount = money && more.form && interval ? writer.translate(each, { price: money }) : money;
  return html`<li class="entry"><span class="entry-title">${title}</span>${amount && html`<span class="entry-amount">${amount}</span>`}
<span class="entry-text">${more.text}</span>${more.form}</li>`;
}

function showEntries(entries: readonly Html[], empty: string): Html {
  return entries.length > 0
    ? html`<ul class="entries" role="list">${entries}</ul>`
    : html`<p class="nothing">${empty}</p>`;
}

export const orders: Section = {
  id: 'orders',
  title: 'Orders',
  show(account) {
    const { writer } = account;
    const entries = account.customer.purchases.toReversed().map((purchase) => {
      return showEntry(purchase, account, { text: `${writer.formatDay(purchase.at)} · ${purchase.productId}` });
    });
    return showEntries(entries, writer.translate('You have not ordered anything yet.'));
  },
};

/** Lists the subscriptions among the purchases, newest first. Only a product that the sandbox knows can be one. */
function listSubscriptions({ customer, state }: Account): SandboxPurchase[] {
  return state
    .listOwned(customer)
    .toReversed()
    .filter(({ productId }) => findInterval(state.products.get(productId)));
}

export const subscriptions: Section = {
  id: 'subscriptions',
  title: 'Subscriptions',
  show(account) {
    const { customer, state, writer } = account;
    const { translate: t } = writer;
    const entries = listSubscriptions(account).map((purchase) => {
      const isCancelled = purchase.endsAt !== undefined;
      const date = writer.formatDay(state.paidUntil(purchase) ?? 0);
      const id = String(customer.purchases.indexOf(purchase));
      const badge = isCancelled
        ? html`<span class="badge">${t('Cancelled')}</span>`
        : html`<span class="badge good">${t('Active')}</span>`;
      const label = isCancelled ? 'Keep it after all' : 'Cancel subscription';
      const fields = html`<input type="hidden" name="id" value="${id}">`;
      const action = isCancelled ? 'resume' : 'cancel';
      return showEntry(purchase, account, {
        text: html`${badge}${t(isCancelled ? 'Ends on {date}' : 'Renews on {date}', { date })}`,
        form: showForm(
          'subscriptions',
          { action, key: `subscription ${id}`, label, fields, kind: 'secondary' },
          writer,
        ),
      });
    });
    return showEntries(entries, t('You have no subscription.'));
  },
  change(account, { action, values }) {
    if (action !== 'cancel' && action !== 'resume') return undefined;
    const { customer, state } = account;
    const purchase = listSubscriptions(account).find(
      (known) => String(customer.purchases.indexOf(known)) === values.get('id'),
    );
    if (!purchase) return undefined;
    if (action === 'resume') {
      state.resume(customer, purchase);
      return 'Your subscription goes on.';
    }
    state.cancel(customer, purchase);
    return 'Your subscription is cancelled. It stays yours until it ends.';
  },
};

/** Makes a section that says where the reader finds this at plenigo, because a sandbox has nothing to show for it. */
export function makeElsewhere(title: Text): Section {
  return {
    id: 'elsewhere',
    title,
    show: ({ writer }) =>
      html`<p class="nothing">${writer.translate('At plenigo, customers see to this here. The sandbox has nothing to change.')}</p>`,
  };
}
