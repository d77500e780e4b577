/** What the self-service page and the sandbox's server say to each other: types only, used on both sides. */

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
