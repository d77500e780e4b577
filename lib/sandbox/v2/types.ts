/** The public types of the sandbox's API v2. */

/** The name of each REST call of API v2, as the client's errors have it, too. */
export type V2CallName =
  | 'registerUser'
  | 'createLoginToken'
  | 'changeEmail'
  | 'importCustomerAccess'
  | 'addExternalCustomerId'
  | 'hasUserBought'
  | 'productsBought'
  | 'isPaywallEnabled'
  | 'changeAddress';
