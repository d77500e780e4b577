/** The HTML of the checkout page: a frame with a spinner; its script does the rest. */
import type { Language } from './language.js';

/** `embedded`: inside an element of the site; otherwise the page fills the whole window over a dark backdrop. */
export function checkoutPage({
  embedded,
  lang,
  scheme,
}: {
  embedded: boolean;
  lang: Language;
  scheme: string;
}): string {
  const [title, waiting] =
    lang === 'de' ? ['Bezahlen', 'Die Bezahlseite wird geöffnet …'] : ['Checkout', 'Opening the checkout…'];
  return `<!doctype html>
<html lang="${lang}" class="${embedded ? 'embedded' : 'overlay'} ${scheme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/checkout/checkout.css">
<script defer src="/checkout/checkout.js"></script>
</head>
<body>
<div id="sheet" class="sheet" data-screen="loading">
<h1 class="unseen" id="heading">${title}</h1>
<div class="loading" role="status"><span class="spinner large"></span><span>${waiting}</span></div>
</div>
</body>
</html>
`;
}
