/** An article in React, the same on the server and in the browser: it needs no more than JSON. */

import type { PlenigoLocals } from 'express-plenigo';

/** What the server sends as JSON. Without access there is no `text` in it. */
export interface View {
  slug: string;
  title: string;
  text: string;
  plenigo: Pick<PlenigoLocals, 'status' | 'scripts'> & {
    offers: readonly Pick<PlenigoLocals['offers'][number], 'button'>[];
  };
}

interface Props {
  view: View;
  open: (slug: string) => void;
}

export function ArticlePage({ view: { title, text, plenigo }, open }: Props) {
  return (
    <main>
      <nav>
        {['one', 'two', 'three'].map((slug) => (
          <button key={slug} type="button" onClick={() => open(slug)}>
            {slug}
          </button>
        ))}
      </nav>
      <article>
        <h1>{title}</h1>
        <p>{text}</p>
        {plenigo.offers.map(({ button: { attributes } }) => (
          <button key={attributes['data-plenigo-checkout'] as string} {...attributes}>
            Buy this article
          </button>
        ))}
      </article>
    </main>
  );
}
