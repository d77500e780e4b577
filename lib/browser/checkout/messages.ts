/** What the reader is told beside the button when a checkout cannot start, in the languages this script speaks. */

import type { Text } from '../shared/complain.js';

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

export function textOf(code: FailureCode): Text {
  switch (code) {
    case 'anonymous':
      return ['Please log in again.', 'Bitte melden Sie sich wieder an.'];
    case 'offer-invalid':
    case 'forbidden':
      return [
        'This page is out of date. Please reload it.',
        'Diese Seite ist veraltet. Bitte laden Sie sie neu.',
      ];
    case 'email-missing':
    case 'email-conflict':
      return [
        'Please confirm your e-mail address first.',
        'Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse.',
      ];
    case 'blocked':
      return [
        'The checkout was blocked. Please switch off your ad blocker.',
        'Der Kauf wurde blockiert. Bitte schalten Sie den Werbeblocker aus.',
      ];
    case 'network':
      return ['No connection. Please try again.', 'Keine Verbindung. Bitte versuchen Sie es erneut.'];
    default:
      // Also for any other word that an answer holds.
      return [
        'That did not work. Please try again.',
        'Das hat nicht geklappt. Bitte versuchen Sie es erneut.',
      ];
  }
}
