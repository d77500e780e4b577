/**
 * The JSON that crosses the wire between this package and plenigo: types only, shared with the sandbox.
 * Source: plenigo's documentation of API v2 and requests recorded from its official PHP SDK.
 */

/** The name of each REST call, as used in errors, diagnostics events and the sandbox's request list. */
export type CallName =
  | 'registerUser'
  | 'createLoginToken'
  | 'changeEmail'
  | 'importCustomerAccess'
  | 'addExternalCustomerId'
  | 'hasUserBought';

/** Body of `POST /api/v2/externalUser/register`. */
export interface RegisterBody {
  email: string;
  /** ISO 639-1. */
  language: string;
  withPasswordReset: boolean;
  failByExistingEmail: boolean;
  externalUserId?: string;
  firstName?: string;
  /** The family name. */
  name?: string;
}

/** Reply of the register call. */
export interface RegisterReply {
  customerId: string;
}

/** Reply of `POST /api/v2/externalUser/{id}/createLoginToken`. */
export interface LoginTokenReply {
  loginToken: string;
}

/** Body of `PUT /api/v2/externalUser/{id}/changeEmail`. */
export interface ChangeEmailBody {
  email: string;
}

/** Body of `PUT /api/v2/externalUser/{id}/addExternalUserId`. */
export interface AddExternalUserIdBody {
  externalUserId: string;
}

/** Body of `POST /api/v2/import/customerAccess`; `Forth` is plenigo's own spelling. */
export interface CustomerAccessBody {
  customerId: string;
  useExternalCustomerId: boolean;
  yourFirstIdentifier?: string;
  yourSecondIdentifier?: string;
  yourThirdIdentifier?: string;
  yourForthIdentifier?: string;
}

/** Claims of the JWT in the `plenigoToken` header. */
export interface PlenigoTokenClaims {
  companyId: string;
  aud: 'plenigo';
  /** Unique for every request. */
  jti: string;
  /** Unix seconds. */
  exp: number;
}

/** Claims of `paymentData`, the signed checkout string. */
export interface PaymentDataClaims {
  aud: 'plenigo';
  /** Product id, at most 20 characters. */
  pi: string;
  /** Price. */
  pr?: number;
  /** Currency, ISO 4217. */
  cu?: string;
  /** Product type; decides the tax. */
  pt?: string;
  /** Title; plenigo cuts it at 100 characters. */
  ti?: string;
  /** Category id. */
  ci?: string;
  /** Price segment id. */
  si?: string;
  /** Show the "bought already" screen. */
  sab?: boolean;
  /** Show the confirmation screen at the end. */
  spf?: boolean;
  /** OAuth2 redirect URL. */
  sso?: string;
  /** CSRF token of the site. */
  csrf?: string;
  /** Pay what you want. */
  sp?: boolean;
  /** Test mode. */
  ts: boolean;
  /** Renewal of a subscription. */
  rs?: boolean;
  /** Failed payments: the customer settles open debts. */
  fp?: boolean;
  /** Shipping costs. */
  sc?: number;
  /** Override mode. */
  om?: boolean;
  /** Replacement product id, with override mode. */
  pir?: string;
  /** Birthday for the age rule, `MMDDYYYY`. */
  raa?: string;
  /** Prefill the billing address. */
  pa?: boolean;
}
