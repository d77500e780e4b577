/** The HTML of the checkout page: a frame with a spinner; its script does the rest. */

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
