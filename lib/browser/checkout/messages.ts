/** What the reader is told beside the button when a checkout cannot start, in the language of the script. */

import { complain } from '../shared/complain.js';

/** Why there is no checkout; also `detail.code` of the event `plenigo:error`. */
export type FailureCode =
  /** Nobody is logged in any more. */
  | 'anonymous'
  /** The page is too old, or was made for another reader. */
  | 'offer-invalid'
  /** The site's own protection refused the request, most likely for a CSRF token of yesterday. */
  | 'forbidden'
  /** The site gave no e-mail address that plenigo may be told. */
  | 'email-missing'
  /** The e-mail address belongs to a customer, and is not confirmed. */
  | 'email-conflict'
  /** plenigo's script is not there: an ad blocker, a Content-Security-Policy. */
  | 'blocked'
  /** The site cannot be reached. */
  | 'network'
  /** The site did not answer in time. */
  | 'timeout'
  /** plenigo does not answer, and anything else. */
  | 'unavailable';

export function textOf(code: FailureCode): string {
  switch (code) {
    case 'anonymous':
      return GERMAN ? 'Bitte melden Sie sich wieder an.' : 'Please log in again.';
    case 'offer-invalid':
    case 'forbidden':
      return GERMAN
        ? 'Diese Seite ist veraltet. Bitte laden Sie sie neu.'
        : 'This page is out of date. Please reload it.';
    case 'email-missing':
    case 'email-conflict':
      return GERMAN ? 'Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse.' : 'Please confirm your e-mail address first.';
    case 'blocked':
      return GERMAN
        ? 'Der Kauf wurde blockiert. Bitte schalten Sie den Werbeblocker aus.'
        : 'The checkout was blocked. Please switch off your ad blocker.';
    case 'network':
      return GERMAN ? 'Keine Verbindung. Bitte versuchen Sie es erneut.' : 'No connection. Please try again.';
    default:
      // Also for any other word that an answer holds.
      return GERMAN ? 'Das hat nicht geklappt. Bitte versuchen Sie es erneut.' : 'That did not work. Please try again.';
  }
}

export function tell(target: EventTarget, code: FailureCode): HTMLElement | undefined {
  return complain(target, { code, message: textOf(code) });
}
