// A reader confirms their e-mail address by the link in our mail. From then on plenigo may know them as the customer who
// has bought with that address before: what was `email-conflict` is their own customer, purchases and all.
import { type Request, type RequestHandler, Router } from 'express';

import { readerOf, requireLogin } from '../auth.js';
import type { Confirmations, Mail } from '../confirmations.js';
import { field, flash } from '../forms.js';
import { textsFor } from '../language.js';
import type { Shop } from '../plenigo.js';
import type { Reader, UserStore } from '../users.js';

export interface Confirming {
  users: UserStore;
  plenigo: Shop;
  confirmations: Confirmations;
  sendMail: (mail: Mail) => void;
  /** The origin of this site. */
  baseUrl: string;
}

/** Sends the mail to this reader. */
export function sendLink({ confirmations, sendMail, baseUrl }: Confirming, reader: Reader, req: Request): void {
  const { mailSubject, mailText } = textsFor(req);
  const link = new URL('/account/confirm', baseUrl);
  link.searchParams.set('token', confirmations.token(reader));
  sendMail({ to: reader.email, subject: mailSubject, text: mailText(link.href) });
}

export function confirmationRoutes(site: Confirming): Router {
  const { users, plenigo, confirmations } = site;
  const router = Router();

  router.post('/account/confirmation', requireLogin, (req, res) => {
    sendLink(site, readerOf(req) as Reader, req);
    flash(req, textsFor(req).linkSent);
    res.redirect('/account');
  });

  // Only the reader for whom the account was made can use the link: somebody else, whose address was taken for it, gets
  // the mail but has no password for that account. And it asks first: mail programs open links by themselves.
  router.get('/account/confirm', requireLogin, (req, res) => {
    const token = String(req.query.token ?? '');
    if (confirmations.accepts(token, readerOf(req) as Reader)) res.render('confirm', { token });
    else refuse(req, res);
  });

  router.post(
    '/account/confirm',
    requireLogin,
    (req, res, next) => {
      const reader = readerOf(req) as Reader;
      const confirmed = confirmations.accepts(field(req, 'token'), reader)
        ? users.confirmEmail(reader.id, reader.email)
        : undefined;
      if (!confirmed) return refuse(req, res);
      // From here on register() below, and every later page, see a reader with an address of their own.
      req.user = confirmed;
      next();
    },
    plenigo.register(),
    (req, res) => {
      flash(req, textsFor(req).emailConfirmed);
      res.redirect('/account');
    },
  );

  return router;
}

const refuse = (req: Request, res: Parameters<RequestHandler>[1]) => {
  const [title, text] = textsFor(req).linkExpired;
  res.status(403).render('error', { title, text });
};
