// The reader's account: the e-mail address that they can change here, and what plenigo keeps of them.
import { type Request, type RequestHandler, Router } from 'express';
import { PlenigoError } from 'express-plenigo';
import { readerOf, requireLogin } from '../auth.js';
import { emailProblem, field, flash } from '../forms.js';
import { textsFor } from '../language.js';
import { EmailTakenError, normaliseEmail, type Reader } from '../users.js';
import { type Confirming, sendLink } from './confirmation.js';

export function accountRoutes(site: Confirming): Router {
  const { users, plenigo } = site;
  const router = Router();
  router.use('/account', requireLogin);

  // account() leaves in res.locals.plenigoAccount what the page needs to show plenigo's self-service: an element for
  // each snippet, and what opens it. Whatever goes wrong with plenigo, the page is rendered.
  const selfService = plenigo.account();

  router.get('/account', selfService, showAccount);

  // A real site also asks for the password here.
  router.post(
    '/account/email',
    async (req, res, next) => {
      // As the site keeps it, so that plenigo is told exactly that.
      const email = normaliseEmail(field(req, 'email'));
      const problem = emailProblem(email, textsFor(req)) ?? (await changeEmail(readerOf(req) as Reader, email, req));
      if (problem) {
        res.status(422);
        Object.assign(res.locals, { values: { email }, errors: { email: problem } });
        return next();
      }
      flash(req, textsFor(req).emailChanged);
      res.redirect('/account');
    },
    selfService,
    showAccount,
  );

  /** Tells plenigo first, which may refuse, and only then keeps the change. Gives back what stands against it. */
  async function changeEmail(reader: Reader, email: string, req: Request): Promise<string | undefined> {
    const { emailTaken, emailOfCustomer, changeUnavailable } = textsFor(req);
    if (users.owner(email) === reader.id) return undefined;
    if (users.owner(email)) return emailTaken;
    try {
      await plenigo.changeEmail({ ...reader, email, emailVerified: false }, req);
      sendLink(site, users.changeEmail(reader.id, email), req);
      return undefined;
    } catch (error) {
      // Somebody was faster. plenigo is told the old address again when this reader opens the next article.
      if (error instanceof EmailTakenError) return emailTaken;
      if (!(error instanceof PlenigoError)) throw error;
      return error.code === 'email-conflict' ? emailOfCustomer : changeUnavailable;
    }
  }

  return router;
}

/** If the form has to be corrected, `res.locals` has what was typed already. */
const showAccount: RequestHandler = (req, res) => {
  res.locals.values ??= { email: (readerOf(req) as Reader).email };
  res.render('account');
};
