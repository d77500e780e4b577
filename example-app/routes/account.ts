// The reader's account: what they bought, and the e-mail address that they can change.
import { type Request, type Response, Router } from 'express';
import { type Plenigo, PlenigoError } from 'express-plenigo';
import { readerOf, requireLogin } from '../auth.js';
import { emailProblem, field, flash } from '../forms.js';
import { type Offer, offers } from '../products.js';
import { EmailTakenError, normaliseEmail, type Reader, type UserStore } from '../users.js';

const TAKEN = 'Another account has this e-mail address.';

export function accountRoutes(users: UserStore, plenigo: Plenigo): Router {
  const router = Router();
  router.use('/account', requireLogin);

  router.get('/account', (req, res) => showAccount(req, res, {}));

  // A real site also asks for the password here, and mails a link to the new address before it counts.
  router.post('/account/email', async (req, res) => {
    // As the site keeps it, so that plenigo is told exactly that.
    const email = normaliseEmail(field(req, 'email'));
    const problem = emailProblem(email) ?? (await changeEmail(readerOf(req) as Reader, email, req));
    if (problem) return showAccount(req, res, { email, problem });
    flash(req, 'Your e-mail address is changed.');
    res.redirect('/account');
  });

  /** Tells plenigo first, which may refuse, and only then keeps the change. Gives back what stands against it. */
  async function changeEmail(reader: Reader, email: string, req: Request): Promise<string | undefined> {
    if (users.owner(email) === reader.id) return undefined;
    if (users.owner(email)) return TAKEN;
    try {
      await plenigo.changeEmail({ ...reader, email, emailVerified: false }, req);
      users.changeEmail(reader.id, email);
      return undefined;
    } catch (error) {
      // Somebody was faster. plenigo is told the old address again when this reader opens the next article.
      if (error instanceof EmailTakenError) return TAKEN;
      if (!(error instanceof PlenigoError)) throw error;
      return error.code === 'email-conflict'
        ? 'The service that takes our payments knows this address as another customer’s. Please use another one.'
        : 'The service that takes our payments does not answer just now. Nothing was changed; please try again later.';
    }
  }

  async function showAccount(
    req: Request,
    res: Response,
    { email, problem }: { email?: string; problem?: string },
  ) {
    const reader = readerOf(req) as Reader;
    res.status(problem ? 422 : 200).render('account', {
      values: { email: email ?? reader.email },
      errors: problem ? { email: problem } : {},
      purchases: await purchasesOf(reader),
    });
  }

  /** What the reader bought; undefined if plenigo does not say. The client's calls throw where the middlewares cope. */
  async function purchasesOf({ id }: Reader): Promise<Offer[] | undefined> {
    try {
      const bought = await Promise.all(
        offers.map(({ product }) => plenigo.client.hasUserBought({ externalUserId: id }, product.id)),
      );
      return offers.filter((_offer, index) => bought[index]);
    } catch (error) {
      if (error instanceof PlenigoError) return undefined;
      throw error;
    }
  }

  return router;
}
