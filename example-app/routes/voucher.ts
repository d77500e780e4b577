// The voucher page: a code from a gift or a letter, and what becomes of it.
import { Router } from 'express';
import { requireLogin } from '../auth.js';
import { field, flash } from '../forms.js';
import type { Shop } from '../plenigo.js';

export function voucherRoutes(plenigo: Shop): Router {
  const router = Router();
  router.use('/voucher', requireLogin);

  router.get('/voucher', (_req, res) => res.render('voucher'));

  // redeemVoucher() never fails for a fault of plenigo's: it says what became of the code, in the reader's words. Where there
  // is something to pay it leaves the button in res.locals.plenigo, with API v3. A real site limits how often one may try.
  router.post('/voucher', async (req, res) => {
    const code = field(req, 'code');
    const { status, message } = await plenigo.redeemVoucher(req, code);
    if (status === 'redeemed') {
      flash(req, message);
      return res.redirect('/account#orders');
    }
    if (status === 'voucher-unknown' || status === 'voucher-used') res.status(422);
    res.render('voucher', { values: { code }, errors: { code: message } });
  });

  return router;
}
