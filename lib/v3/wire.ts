/** What the sandbox shares with the client of API v3: types only, so that both cannot share a mistake. */

/** The name of each REST call, as used in errors, diagnostics events and the sandbox's request list. */
export type CallName =
  | 'createCustomer'
  | 'getCustomer'
  | 'searchCustomers'
  | 'customerIdByExternalSystemId'
  | 'updateCustomer'
  | 'changeEmail'
  | 'createSession'
  | 'changeSessions'
  | 'createTransferToken'
  | 'preparePurchase'
  | 'hasAccess'
  | 'accessRights'
  | 'addAccessRight'
  | 'changeAccessRight'
  | 'removeAccessRight';
