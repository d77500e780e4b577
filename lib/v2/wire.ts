/**
 * What the sandbox shares with the client of API v2: types only, so that both cannot share a mistake.
 * Source: plenigo's documentation of API v2 and requests recorded from its official PHP SDK.
 */

/** The name of each REST call, as used in errors, diagnostics events and the sandbox's request list. */
export type CallName =
  | 'registerUser'
  | 'createLoginToken'
  | 'changeEmail'
  | 'importCustomerAccess'
  | 'addExternalCustomerId'
  | 'hasUserBought'
  | 'productsBought'
  | 'isPaywallEnabled'
  | 'changeAddress';

/** Reply of the register call. */
export interface RegisterReply {
  customerId: string;
}

/** Reply of `POST /api/v2/externalUser/{id}/createLoginToken`. */
export interface LoginTokenReply {
  loginToken: string;
}
