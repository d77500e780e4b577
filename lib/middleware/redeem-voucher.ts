/** `redeemVoucher()`: makes what a voucher is for the reader's own, or a button to buy it with, and says what became of it. */

import type { Request, Response } from 'express';
import { argument, isObject, refuse } from '../base/check.js';
import { type Texts, wordingIn } from '../base/texts.js';
import type { Site } from '../visit/site.js';
import { visitOf } from '../visit/visit.js';
import { show } from './checkout.js';

/** The text for each thing that can become of a code. */
const words = {
  redeemed: 'voucherRedeemed',
  'not-free': 'voucherNotFree',
  'voucher-unknown': 'voucherUnknown',
  'voucher-used': 'voucherUsed',
  'already-bought': 'alreadyBought',
  'not-for-sale': 'notForSale',
  anonymous: 'loginAgain',
  'email-missing': 'emailMissing',
  'email-conflict': 'emailConflict',
  unavailable: 'failed',
} as const satisfies Readonly<Record<string, keyof Texts>>;

/** What became of a voucher code. */
export interface Redemption {
  /** `redeemed`: what it is for is the reader's. `not-free`: with API v3 `res.locals.plenigo` has the button to pay the rest. */
  status: keyof typeof words;
  /** The same in the reader's words: plain text. */
  message: string;
}

export async function redeemVoucher(site: Site, req: Request, given: unknown): Promise<Redemption> {
  if (!isObject(req) || !('httpVersion' in req)) {
    refuse(argument('redeemVoucher'), 'redeemVoucher: expected the request, then the code');
  }
  const code = typeof given === 'string' ? given.trim() : '';
  const visit = visitOf(site, req);
  const { standing, done: terms } = await visit.act((inquiry, budget) => inquiry.redeemVoucher(code, budget));
  let status: string = standing.refusal ?? standing.status;
  if (status === 'ready') status = terms === undefined ? 'redeemed' : 'not-free';
  if (terms !== undefined) {
    // Nothing that all objects inherit is asked for.
    const route = { ids: [], need: 'nothing', offers: [{ product: {}, terms }] };
    await show(site, { req, res: req.res as Response }, Object.assign(Object.create(null), route));
  }
  const known = Object.hasOwn(words, status) ? (status as Redemption['status']) : 'unavailable';
  return { status: known, message: wordingIn(site.config, standing.user?.language)[words[known]] };
}
