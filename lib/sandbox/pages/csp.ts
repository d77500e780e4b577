/** The Content-Security-Policies of the sandbox's pages: everything comes from the sandbox itself. */

const OWN = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** For the checkout and the self-service pages: any site may put them into a frame. */
export const FRAMED_CSP = OWN.join('; ');

/** For the sandbox's own page: no site may put it into a frame to have its buttons clicked. */
export const CONSOLE_CSP = [...OWN, "frame-ancestors 'none'"].join('; ');
