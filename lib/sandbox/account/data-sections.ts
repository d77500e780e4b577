/** The parts with forms: name, language, addresses, consents; and two that have nothing to change. */
import { type Address, choiceOf, requiredTextOf, type Section, textOf } from './section.js';
import type { FieldView } from './view.js';

const FIRST_NAME = { name: 'firstName', label: 'First name' };
const FAMILY_NAME = { name: 'name', label: 'Family name' };

export const personal: Section = {
  show: ({ customer }) => ({
    kind: 'form',
    id: 'personal',
    title: 'Personal data',
    fields: [
      { ...FIRST_NAME, type: 'text', value: customer.firstName ?? '', autocomplete: 'given-name' },
      { ...FAMILY_NAME, type: 'text', value: customer.name ?? '', autocomplete: 'family-name' },
      {
        name: 'email',
        label: 'E-mail address',
        type: 'fixed',
        value: customer.email,
        hint: 'You can change it where you log in.',
      },
    ],
    button: 'Save',
  }),
  change({ customer }, { action, values }) {
    if (action !== 'save') return undefined;
    const firstName = textOf(values, FIRST_NAME);
    const name = textOf(values, FAMILY_NAME);
    customer.firstName = firstName || undefined;
    customer.name = name || undefined;
    return 'Your personal data is saved.';
  },
};

const LANGUAGES = [
  { value: 'de', label: 'Deutsch' },
  { value: 'en', label: 'English' },
  { value: 'fr', label: 'Français' },
  { value: 'it', label: 'Italiano' },
];

export const language: Section = {
  show({ customer }) {
    const known = LANGUAGES.some(({ value }) => value === customer.language);
    // A site may have registered the customer with any language: it must not look as if it were another one.
    const choices = known ? LANGUAGES : [...LANGUAGES, { value: customer.language, label: customer.language }];
    return {
      kind: 'form',
      id: 'language',
      title: 'Settings',
      fields: [
        {
          name: 'language',
          label: 'Language of invoices and mails',
          type: 'select',
          value: customer.language,
          choices,
        },
      ],
      button: 'Save',
    };
  },
  change({ customer }, { action, values }) {
    if (action !== 'save') return undefined;
    if (values.get('language') !== customer.language) {
      customer.language = choiceOf(values, { name: 'language', choices: LANGUAGES });
    }
    return 'Your settings are saved.';
  },
};

const STREET = { name: 'street', label: 'Street and number' };
const POSTCODE = { name: 'postcode', label: 'Postcode' };
const CITY = { name: 'city', label: 'City' };
const COUNTRIES = [
  { value: 'AT', label: 'Austria' },
  { value: 'BE', label: 'Belgium' },
  { value: 'DK', label: 'Denmark' },
  { value: 'FR', label: 'France' },
  { value: 'DE', label: 'Germany' },
  { value: 'IT', label: 'Italy' },
  { value: 'LU', label: 'Luxembourg' },
  { value: 'NL', label: 'Netherlands' },
  { value: 'CH', label: 'Switzerland' },
];

function address(which: 'billing' | 'delivery', title: string): Section {
  return {
    show({ data }) {
      const { street, postcode, city, country }: Partial<Address> = data[which] ?? {};
      const text = (field: { name: string; label: string }, value: string | undefined, part: string): FieldView => ({
        ...field,
        type: 'text',
        value: value ?? '',
        required: true,
        autocomplete: `${which === 'billing' ? 'billing' : 'shipping'} ${part}`,
      });
      return {
        kind: 'form',
        id: which,
        title,
        fields: [
          text(STREET, street, 'street-address'),
          text(POSTCODE, postcode, 'postal-code'),
          text(CITY, city, 'address-level2'),
          { name: 'country', label: 'Country', type: 'select', value: country ?? 'DE', choices: COUNTRIES },
        ],
        button: 'Save',
      };
    },
    change({ data }, { action, values }) {
      if (action !== 'save') return undefined;
      data[which] = {
        street: requiredTextOf(values, STREET),
        postcode: requiredTextOf(values, POSTCODE),
        city: requiredTextOf(values, CITY),
        country: choiceOf(values, { name: 'country', choices: COUNTRIES }),
      };
      return `${title}: saved.`;
    },
  };
}

export const billing = address('billing', 'Billing address');
export const delivery = address('delivery', 'Delivery address');

export const consents: Section = {
  show: ({ data }) => ({
    kind: 'form',
    id: 'consents',
    title: 'Data protection',
    fields: [
      {
        name: 'newsletter',
        label: 'Send me news about new products',
        type: 'checkbox',
        value: data.newsletter ? 'true' : '',
      },
      {
        name: 'recommendations',
        label: 'Use what I have bought to recommend more',
        type: 'checkbox',
        value: data.recommendations ? 'true' : '',
      },
    ],
    button: 'Save',
  }),
  change({ data }, { action, values }) {
    if (action !== 'save') return undefined;
    data.newsletter = values.get('newsletter') === 'true';
    data.recommendations = values.get('recommendations') === 'true';
    return 'Your choice is saved.';
  },
};

export const social: Section = {
  show: () => ({
    kind: 'text',
    id: 'social',
    title: 'Social media',
    text: 'No account of a social network is connected.',
  }),
};

export const password: Section = {
  show: () => ({
    kind: 'text',
    id: 'password',
    title: 'Password',
    text: 'You log in at the site that brought you here, so there is no password to change.',
  }),
};

export const terms: Section = {
  show: () => ({
    kind: 'text',
    id: 'terms',
    title: 'Terms and conditions',
    text: 'A sandbox has no terms to agree to.',
  }),
};

export const users: Section = {
  show: () => ({ kind: 'text', id: 'users', title: 'Users', text: 'Nobody else uses what you have bought.' }),
};
