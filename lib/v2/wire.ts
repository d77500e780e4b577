/** What the sandbox shares with the client of API v2: types only, so that both cannot share a mistake. */

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
