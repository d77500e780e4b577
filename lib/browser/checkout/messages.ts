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

const unavailable: Text = [
  'That did not work. Please try again.',
  'Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.',
];
const reload: Text = [
  'This page is out of date. Please reload it.',
  'Diese Seite ist nicht mehr aktuell. Bitte laden Sie sie neu.',
];
const confirm: Text = [
  'Please confirm your e-mail address first.',
  'Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse.',
];

/** A map, because a code may be any word that an answer holds. */
const texts = new Map<FailureCode, Text>([
  ['anonymous', ['Please log in again.', 'Bitte melden Sie sich wieder an.']],
  ['offer-invalid', reload],
  ['forbidden', reload],
  ['email-missing', confirm],
  ['email-conflict', confirm],
  [
    'blocked',
    [
      'The checkout was blocked. Please switch off your ad blocker.',
      'Der Kauf wurde blockiert. Bitte schalten Sie den Werbeblocker aus.',
    ],
  ],
  ['network', ['No connection. Please try again.', 'Keine Verbindung. Bitte versuchen Sie es noch einmal.']],
]);

export function textOf(code: FailureCode): Text {
  return texts.get(code) ?? unavailable;
}
