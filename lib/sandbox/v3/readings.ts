/** What plenigo's documents leave open about API v3: a sandbox plays it the other way where its option `otherwise` says so. */

/** What it does then. */
export const READINGS = {
  'known-address-answered': 'a new customer with a known address is answered with whoever has it (208)',
  'update-keeps': 'an update of a customer keeps what it does not name',
  'second-id-refused': 'a second external id is refused (20054)',
  'search-loose': 'the search by e-mail finds addresses that begin so, too',
  'ids-raw-in-paths': 'an external id that is percent-encoded in a path is not found',
  'address-answers-customer': 'a change of address is answered with the customer, not with a list',
  'access-late': 'access is there a second late',
  'rights-listed': 'rights that the customer has not are listed, too',
  'right-unknown': 'a right that is not set up is no "no", but a 404',
  'rights-limited': 'a question for more than five rights is refused',
  'blocked-denied': 'a blocked customer is not granted what they have',
  'grant-changes': 'a right that is given again takes the new terms',
  'removal-later': 'a right is said to be removed later',
  'events-reversed': 'a callback tells of a subscription before its order',
  'undo-named': 'a callback says UNDO_CANCELLATION, not CHANGE',
};

/** The name of one thing that is open. */
export type SandboxReading = keyof typeof READINGS;
