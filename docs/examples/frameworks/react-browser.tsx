/** React in the browser: takes over the first page, and builds every further one from JSON. */

import { useEffect, useState } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { ArticlePage, type View } from './react-article.js';

/** React renders script elements, but runs none: so they are made by hand, in their order, plenigo's own only once. */
function run(scripts: View['plenigo']['scripts']): void {
  for (const { attributes, text = '' } of scripts) {
    if ('data-plenigo-sdk' in attributes && 'plenigo' in window) continue;
    const script = document.createElement('script');
    for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value === true ? '' : value);
    script.text = text;
    document.body.append(script);
  }
}

function App({ first }: { first: View }) {
  const [view, show] = useState(first);
  useEffect(() => run(view.plenigo.scripts), [view]);
  async function open(slug: string): Promise<void> {
    const next: View = await (await fetch(`/api/article/${slug}`)).json();
    // The reader comes back to this address after the purchase.
    history.pushState(null, '', `/article/${slug}`);
    show(next);
  }
  return <ArticlePage view={view} open={open} />;
}

const first: View = JSON.parse(document.getElementById('first')?.textContent ?? '');
hydrateRoot(document.getElementById('root') as Element, <App first={first} />);
