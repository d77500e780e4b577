/** A reader of the newsstand without a browser: logs in, opens the article, and posts what a click would post. */

import supertest from 'supertest';
import { ARTICLE, type Newsstand } from './newsstand.js';

/** What a browser says of a request that a page of the site itself makes. */
export const OWN_PAGE = { 'Sec-Fetch-Site': 'same-origin' };

export interface Reader {
  agent: ReturnType<typeof supertest.agent>;
  /** The offer in the button of the article, and the CSRF token before the script tag. */
  open(path?: string): Promise<{ offer: string; csrf: string | undefined }>;
  /** The request of a click; set headers, then await it. */
  click(offer: unknown): supertest.Test;
}

export async function logIn(stand: Pick<Newsstand, 'url'>, name: string): Promise<Reader> {
  const agent = supertest.agent(stand.url);
  // Without following the redirect: no page is opened yet.
  await agent.get(`/login/${name}`).redirects(0).expect(302);
  return {
    agent,
    async open(path = ARTICLE) {
      const { text } = await agent.get(path).expect(200);
      const offer = /data-plenigo-checkout="([^"]+)"/.exec(text)?.[1];
      if (offer === undefined) throw new Error('there is no buy button on the page');
      return { offer, csrf: ownDataIn(text).csrf as string | undefined };
    },
    click: (offer) => agent.post('/plenigo/checkout').send({ offer }),
  };
}

/** Ada, who has logged in and looks at the article, and what her page has. */
export async function enter(stand: Pick<Newsstand, 'url'>) {
  const ada = await logIn(stand, 'ada');
  return { ada, ...(await ada.open()) };
}

/** What our script tags in a page are told of its reader, each in the text before it. */
export function ownDataIn(html: string): Record<string, unknown> {
  const texts = html.matchAll(/<script type="application\/json" data-plenigo[^>]*>([^<]*)<\/script>\s*<script /g);
  return Object.assign({}, ...[...texts].map(([, json = '{}']) => JSON.parse(json)));
}

/** The claims inside a signed string, unverified. */
export const claimsOf = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
