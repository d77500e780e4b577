/** `cspDirectives()`: what a Content-Security-Policy must allow for plenigo's script and checkout frame. */

import type { Site } from '../visit/site.js';

/**
 * In helmet's form; each list also has what helmet's default for that directive allows. A type, because an interface
 * does not fit helmet's own type.
 */
export type CspDirectives = {
  scriptSrc: string[];
  connectSrc: string[];
  frameSrc: string[];
};

export function cspDirectives({ platform }: Site): CspDirectives {
  const scriptSrc = ["'self'", ...platform.scriptOrigins];
  const frames = () => ["'self'", ...platform.frameOrigins];
  return { scriptSrc, connectSrc: frames(), frameSrc: frames() };
}
