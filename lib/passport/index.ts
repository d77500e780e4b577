/**
 * The entry `express-plenigo/passport`.
 * @module express-plenigo/passport
 */

export type { SiteUser } from '../options.js';
export { fromPassportUser } from './from-passport-user.js';
