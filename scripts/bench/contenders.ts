/** The pages that are measured, by the names that `servers/contenders.mjs` has them under. */

/** One contender: what its page must contain to be the page that is meant, and whether nobody is logged in there. */
export interface Contender {
  readonly name: string;
  readonly expected: string;
  readonly anonymous?: boolean;
}

const buy = 'Special offer for you</button>';
const clickButton = 'expressPlenigo.checkout(';
const text = '<article>';

export const contenders = {
  plain: { name: '(a) register + token, new connections', expected: buy },
  floor: { name: '(b) floor: one raw POST', expected: buy },
  bare: { name: '(c) bare Express', expected: buy },
  bareClosed: { name: '(c) bare Express, no button', expected: text },
  bareAnonymous: { name: '(c) bare Express, no button, anonymous', anonymous: true, expected: text },
  page: { name: '(d) page mode: has-bought and token', expected: buy },
  token: { name: '(d) page mode: token only', expected: buy },
  pageUndici: { name: '(d) has-bought and token, undiciFetch', expected: buy },
  clickAccess: { name: '(d) click mode: has-bought', expected: buy },
  clickKnown: { name: '(d) click mode: not bought, remembered', expected: clickButton },
  subscription: { name: '(d) click mode: other articles, one subscription', expected: text },
  plainAccess: { name: '(a) has-bought, new connection', expected: buy },
  click: { name: '(d) click mode: no call', expected: clickButton },
  bought: { name: '(d) bought, remembered', expected: text },
  boughtOld: { name: '(d) bought, asked anew beside the page', expected: text },
  boughtAway: { name: '(d) bought, while plenigo hangs', expected: text },
  boughtStore: { name: '(d) bought, remembered, with a store', expected: text },
  anonymous: { name: '(d) anonymous', anonymous: true, expected: text },
} as const satisfies Record<string, Contender>;

export type ContenderKey = keyof typeof contenders;
