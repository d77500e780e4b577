/** The HTML of the checkout page: a frame with a spinner; its script does the rest. */

/** Everything comes from the sandbox itself; the page may be framed by any site, so there is no frame-ancestors. */
export const CHECKOUT_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** `embedded`: inside an element of the site; otherwise the page fills the whole window over a dark backdrop. */
export function checkoutPage({ embedded }: { embedded: boolean }): string {
  return `<!doctype html>
<html lang="en" class="${embedded ? 'embedded' : 'overlay'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Checkout</title>
<link rel="stylesheet" href="/checkout/checkout.css">
<script defer src="/checkout/checkout.js"></script>
</head>
<body>
<div id="sheet" class="sheet" data-screen="loading">
<div class="loading" role="status"><span class="spinner large"></span><span>Opening the checkout…</span></div>
</div>
</body>
</html>
`;
}
