/** Hostile values of every kind that a site may pass through: what has broken pages elsewhere, mixed with anything at all. */

import fc from 'fast-check';
import type { CheckoutSettings, Product, SiteUser } from '../../lib/index.js';
import { nastyTexts } from '../support/nasty.js';

/** Each tries to run `canary()` in one context; a page in which none of them runs has escaped them all. */
const ATTACKS = [
  ...nastyTexts.map((text) => text.replaceAll('fault()', 'canary()')),
  ...['"><script>canary()</script>', "'><script>canary()</script>", '</script><script>canary()</script>'],
  ...['</title></textarea></style></script><svg onload=canary()>', '<img src=x onerror=canary()>'],
  ...['<iframe srcdoc="<script>parent.canary()</script>">', '" onfocus="canary()" autofocus="'],
  ...["' onmouseover='canary()' x='", '" onclick=canary() x="', '\\u0027);canary();//', "');canary();('"],
  ...['");canary();("', '`);canary();(`', '/.source);canary();(/', '/;canary();/', '[/', '*/canary()/*'],
  ...['&quot;);canary();(&quot;', '&#39;);canary();(&#39;', '&#x27;);canary();//', '&amp;'],
  ...['&lt;script&gt;canary()&lt;/script&gt;', '&notin;', '%27);canary();(%27'],
  ...['%22%3E%3Cscript%3Ecanary()%3C/script%3E', '%', '%u0027', ['$', '{canary()}'].join(''), '#{canary()}'],
  ...['!{canary()}', '{{canary()}}', '{{{canary()}}}', '{{constructor.constructor("canary()")()}}', '{% raw %}'],
  ...['<%= canary() %>', '<%- canary() %>', 'javascript:canary()', 'constructor', '\u2028canary()\u2029', '\u00a0'],
  ...['é'],
];

/** Well-formed text of at least one character. */
export const text: fc.Arbitrary<string> = fc
  .array(fc.oneof({ arbitrary: fc.constantFrom(...ATTACKS), weight: 3 }, fc.string({ unit: 'binary' })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join('').toWellFormed())
  .filter((value) => value !== '');

/** Cut between characters, not inside one. */
const upTo = (length: number) =>
  text.map((value) => {
    let cut = '';
    for (const character of value) {
      if (cut.length + character.length > length) break;
      cut += character;
    }
    return cut;
  });

export const SITE = 'https://news.example';

/** A legal address on the site, with as much of the hostile text as an address may have. */
const url = text
  .map((value) => `${SITE}/?${value.replace(/[\s\\\p{Cc}]/gu, '')}`.slice(0, 255).toWellFormed())
  .filter((value) => URL.canParse(value) && new URL(value).origin === SITE);

/** What an id in a page may hold, at its worst. */
const plainId = (maxLength: number) => fc.stringMatching(/^[\w.:-]+$/, { maxLength });

/** A comma is refused. */
const productId = upTo(20).filter((id) => /^[^,\p{Cc}]+$/u.test(id));

const product: fc.Arbitrary<Product> = fc.oneof(
  productId,
  fc.record({
    id: productId,
    external: fc.constant(true as const),
    title: text,
    price: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
    currency: fc.constantFrom('EUR', 'CHF'),
    type: fc.constantFrom('DOWNLOAD' as const, 'EBOOK' as const),
    categoryId: text,
    segmentId: text,
  }),
);

const settings: fc.Arbitrary<CheckoutSettings> = fc.record(
  {
    csrfToken: text,
    sourceUrl: url,
    targetUrl: url,
    affiliateId: plainId(50),
    elementId: plainId(100),
    oauth2RedirectUrl: url,
    showBuyingAgainScreen: fc.boolean(),
  },
  { requiredKeys: [] },
);

const user: fc.Arbitrary<SiteUser> = fc.record({
  // Control characters are refused.
  id: text.map((value) => `u${value.replace(/\p{Cc}/gu, '')}`),
  email: text.map(
    (value) =>
      `${value
        .replace(/[\s@\p{Cc}]/gu, '')
        .slice(0, 200)
        .toWellFormed()}a@b.example`,
  ),
  firstName: text,
  lastName: text,
});

/** Values for attributes that a button may have. */
const attributes = fc.record(
  { class: text, id: text, title: text, 'aria-label': text, 'data-track': text, lang: text },
  { requiredKeys: [] },
);

export interface Sample {
  mode: 'page' | 'click';
  product: Product;
  settings: CheckoutSettings;
  user: SiteUser;
  label: string;
  attributes: Record<string, string>;
  /** What a lying plenigo could hand out. */
  loginToken: string;
}

export const plain: Sample = {
  mode: 'page',
  product: 'ARTICLE-1',
  settings: {},
  user: { id: 'ada', email: 'ada@example.com' },
  label: 'Buy',
  attributes: {},
  loginToken: 'token',
};

export const sample: fc.Arbitrary<Sample> = fc.record({
  mode: fc.constantFrom('page' as const, 'click' as const),
  product,
  settings,
  user,
  label: text.filter((label) => label !== ''),
  attributes,
  loginToken: text,
});
