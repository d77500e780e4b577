/** What stands for your site's own in these recipes: where its plenigo is, its readers, its articles. */

import type { Request } from 'express';

const { PLENIGO_COMPANY_ID: companyId = '', PLENIGO_SECRET: secret = '' } = process.env;
const { PLENIGO_API_URL: apiUrl, PLENIGO_SDK_URL: sdkUrl, BASE_URL: baseUrl } = process.env;
/** The last three are for your machine, with the sandbox; so is the long time for a busy one. */
export const options = { companyId, secret, apiUrl, sdkUrl, baseUrl, timeout: 20_000 };

export interface Reader {
  id: string;
  email: string;
}
const ada: Reader = { id: 'ada-1', email: 'ada@news.example' };

export async function checkPassword(name: unknown, password: unknown): Promise<Reader | undefined> {
  return name === 'ada' && password === 'right' ? ada : undefined;
}

export async function readerById(id: unknown): Promise<Reader | undefined> {
  return id === ada.id ? ada : undefined;
}

/** Stands for any login: the recipes about logins show real ones. */
export function readerOf(req: Request): Reader | undefined {
  return req.headers.cookie?.includes('reader=ada') ? ada : undefined;
}

export interface Article {
  title: string;
  product: string;
  begins: string;
  text: string;
}

const articles = new Map<string, Article>(
  ['One', 'Two', 'Three'].map((name) => [
    name.toLowerCase(),
    { title: `Story ${name}`, product: `ARTICLE-${name}`, begins: 'It begins …', text: `All of story ${name}.` },
  ]),
);

/** As if from a database. */
export async function findArticle(slug: unknown): Promise<Article | undefined> {
  return articles.get(String(slug));
}
