/** The HTML of a self-service page: a frame with a spinner; its script does the rest. */

export function accountPage(): string {
  return `<!doctype html>
<html lang="en" class="embedded">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Your account</title>
<link rel="stylesheet" href="/checkout/checkout.css">
<link rel="stylesheet" href="/account/account.css">
<script defer src="/account/account.js"></script>
</head>
<body>
<main id="account" class="account" aria-busy="true">
<div class="waiting" role="status"><span class="spinner large"></span><span>One moment…</span></div>
</main>
</body>
</html>
`;
}
