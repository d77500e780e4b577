/** What a status means at every call of every API of plenigo (source: its error tables). */

import type { PlenigoErrorCode } from '../errors.js';

export const codeOfStatus: ReadonlyMap<number, PlenigoErrorCode> = new Map([
  [400, 'invalid-parameters'],
  [401, 'invalid-credentials'],
  [402, 'module-missing'],
  [403, 'forbidden'],
  [423, 'registration-locked'],
  [429, 'rate-limited'],
  [500, 'server-error'],
  [502, 'bad-gateway'],
  [503, 'service-unavailable'],
  [504, 'gateway-timeout'],
]);
