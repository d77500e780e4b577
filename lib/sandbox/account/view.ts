/** What the self-service page and the sandbox's server say to each other: types only, used on both sides. */

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
  | { step: 'error'; code: string; detail: string };
