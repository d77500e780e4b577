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

/** Body of `POST /account/v3/start`. */
export interface V3AccountStartBody {
  snippetId: unknown;
  transferToken: unknown;
}

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
      html: string;
      /** What a change has done, in a sentence. */
      said?: string;
    }
  /** The customer is no longer logged in here: the page around goes to its `loggedOutRedirectUrl`. */
  | { step: 'logged-out' }
  | { step: 'error'; code: AccountErrorCode; detail: string };
