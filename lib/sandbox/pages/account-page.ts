/** The HTML of a self-service page: a frame with a spinner; its script does the rest. */
import type { Language } from './language.js';

export function accountPage({ lang, scheme }: { lang: Language; scheme: string }): string {
  const [title, waiting] = lang === 'de' ? ['Ihr Konto', 'Einen Moment …'] : ['Your account', 'One moment…'];
  return `<!doctype html>
<html lang="${lang}" class="embedded ${scheme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/checkout/checkout.css">
<link rel="stylesheet" href="/account/account.css">
<script defer src="/account/account.js"></script>
</head>
<body>
<main id="account" class="account" aria-busy="true">
<h1 class="unseen">${title}</h1>
<div class="waiting" role="status"><span class="spinner large"></span><span>${waiting}</span></div>
</main>
</body>
</html>
`;
}
