/** The entry `express-plenigo`: names only. @module express-plenigo */

export * from './entries/v2.js';
