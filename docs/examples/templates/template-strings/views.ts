import type { PlenigoLocals } from 'express-plenigo';

function offer(plenigo: PlenigoLocals): string {
  if (plenigo.access) return '<p>The whole text.</p>';
  switch (plenigo.status) {
    case 'ready':
      return `${plenigo.buyButton('Special offer for you', { class: 'buy' })}
        <button onclick="${plenigo.checkout.snippet}">Special offer for you</button>`;
    case 'anonymous':
      return '<p><a href="/login">Log in to read on</a></p>';
    case 'email-missing':
    case 'email-conflict':
      return '<p>Please confirm your e-mail address.</p>';
    default:
      return '<p>The shop is closed for a moment. Please try again in a minute.</p>';
  }
}

export function articlePage(plenigo: PlenigoLocals): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Article</title>
${plenigo.scriptTag}
<p>The teaser.</p>
${offer(plenigo)}
</html>
`;
}
