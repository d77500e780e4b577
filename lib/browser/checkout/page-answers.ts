/** What a page can sell with the login token that it was made with: its first click needs no request. */

import type { Tag } from '../shared/own-tag.js';
import type { Answer } from './ask-router.js';

/** What the tag of such a page says. */
interface PageData {
  /** In ms, from the time at which the page was asked for. */
  goodFor: number;
  /** By the mark of the button: the argument of plenigo's checkout function. */
  calls: [mark: string, call: object][];
}

/** What the router would answer a click on the button with this mark; undefined where it is to be asked. */
export type PageAnswers = (mark: string | undefined) => Answer | undefined;

/** Takes them out of the tag: nothing else in the page is to find the token. */
export function takeAnswers(tag: Tag): PageAnswers {
  const { goodFor = 0, calls: list }: Partial<PageData> = JSON.parse(tag.page ?? '{}');
  delete tag.page;
  const calls = new Map<unknown, object>(list);
  const loadedAt = Date.now() - performance.now();
  return (mark) => {
    // The reader's clock may be wrong, but goes on while the computer sleeps; the other one may not.
    const age = Math.max(performance.now(), Date.now() - loadedAt);
    const call = age < goodFor ? calls.get(mark) : undefined;
    // The token is good once, whatever it buys.
    if (call) calls.clear();
    return call && { call };
  };
}
