/** What the self-service page and the sandbox's server say to each other: types only, used on both sides. */

/**
 * `plenigo.Snippet`. The names are from plenigo's documentation; the values are the sandbox's own, unlike the names, so
 * that a site that passes a name notices.
 */
export interface SnippetIds {
  PERSONAL_DATA: 'personal-data';
  ORDER: 'order';
  SUBSCRIPTION: 'subscription';
  PAYMENT_METHODS: 'payment-methods';
  ADDRESS_DATA: 'address-data';
  BILLING_ADDRESS_DATA: 'billing-address-data';
  DELIVERY_ADDRESS_DATA: 'delivery-address-data';
  BANK_ACCOUNT: 'bank-account';
  CREDIT_CARD: 'credit-card';
  PERSONAL_DATA_SETTINGS: 'personal-data-settings';
  PERSONAL_DATA_ADDRESS: 'personal-data-address';
  PERSONAL_DATA_PROTECTION: 'personal-data-protection';
  PERSONAL_DATA_SOCIAL_MEDIA: 'personal-data-social-media';
  PERSONAL_DATA_PASSWORD: 'personal-data-password';
}

export type SnippetId = SnippetIds[keyof SnippetIds];

/** Body of `POST /account/start`. */
export interface AccountStartBody {
  snippetId: unknown;
  loginToken: unknown;
}

/** Body of `POST /account/v3/start`. */
export interface V3AccountStartBody {
  snippetId: unknown;
  transferToken: unknown;
}

/** Body of `POST /account/change`. */
export interface AccountChangeBody {
  accountId: string;
  section: string;
  action: string;
  /** The fields of a form; for an entry of a list, its `id`. */
  values: Record<string, string>;
}

/** One field of a form. */
export interface FieldView {
  name: string;
  label: string;
  /** Of a checkbox: `true`, or empty. */
  value: string;
  type: 'text' | 'select' | 'checkbox' | 'fixed';
  hint?: string;
  required?: boolean;
  autocomplete?: string;
  /** Only of a `select`. */
  choices?: readonly { value: string; label: string }[];
}

/** One entry of a list. Dates are ms since 1970, amounts in major units: the page formats them. */
export interface EntryView {
  id: string;
  title: string;
  /** Shown under the title. `{date}` stands for `date`. */
  text: string;
  date?: number;
  amount?: number;
  currency?: string;
  interval?: 'month' | 'year';
  badge?: { text: string; tone: 'good' | 'quiet' };
  action?: { name: string; label: string };
}

/** One part of a snippet. */
export type SectionView =
  | { kind: 'form'; id: string; title: string; fields: readonly FieldView[]; button: string }
  | {
      kind: 'list';
      id: string;
      title: string;
      entries: readonly EntryView[];
      empty: string;
      /** The label of a button that adds an entry. */
      add?: string;
    }
  | { kind: 'text'; id: string; title: string; text: string };

/** Everything that can go wrong in a snippet. */
export type AccountErrorCode =
  | 'login-token-missing'
  | 'login-token-unknown'
  | 'login-token-used'
  | 'login-token-expired'
  | 'transfer-token-invalid'
  | 'snippet-unknown'
  | 'field-invalid'
  | 'request-refused';

/** Answer of every request. Faults are answers too, with status 200: they are for the reader, not for the network log. */
export type AccountReply =
  | {
      step: 'page';
      accountId: string;
      sections: readonly SectionView[];
      /** What a change has done, in a sentence. */
      said?: string;
    }
  /** The customer is no longer logged in here: the page around goes to its `loggedOutRedirectUrl`. */
  | { step: 'logged-out' }
  | {
      step: 'error';
      code: AccountErrorCode;
      detail: string;
      /** Of `field-invalid`: the name of the field. */
      field?: string;
    };
