// A site with a real login (passport-local), a session, a cart and an article, for tests of what a session goes through.
import type { RequestHandler } from 'express';
import session, { MemoryStore, type SessionData, type SessionOptions } from 'express-session';
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import request from 'supertest';
import type { Plenigo } from '../../lib/entries/v2.js';
import type { Express, World } from '../middleware/world.js';

export interface Reader {
  id: string;
  email: string;
  emailVerified?: boolean;
}

const readers: Record<string, Reader> = {
  ada: { id: 'ada-1', email: 'ada@news.example' },
  bob: { id: 'bob-2', email: 'bob@news.example' },
};

/** A store that lists what it is asked to do, and keeps what was written. */
export class ListingStore extends MemoryStore {
  readonly #calls: string[] = [];
  readonly #writes: string[] = [];

  override get(id: string, done: (error: unknown, data?: SessionData | null) => void): void {
    this.#calls.push('get');
    super.get(id, done);
  }

  override set(id: string, data: SessionData, done?: (error?: unknown) => void): void {
    this.#calls.push('set');
    this.#writes.push(JSON.stringify(data));
    super.set(id, data, done);
  }

  override touch(id: string, data: SessionData, done?: () => void): void {
    this.#calls.push('touch');
    super.touch(id, data, done);
  }

  override destroy(id: string, done?: (error?: unknown) => void): void {
    this.#calls.push('destroy');
    super.destroy(id, done);
  }

  /** All sessions as they are kept, in JSON. */
  kept(): string[] {
    return Object.values((this as unknown as { sessions: Record<string, string> }).sessions);
  }

  /** All that was ever written, in JSON. */
  get written(): string {
    return this.#writes.join('\n');
  }

  /** The calls since the last time this was asked. */
  take(): string[] {
    return this.#calls.splice(0);
  }
}

export interface LoginSite {
  plenigo: Plenigo;
  store?: MemoryStore;
  settings?: Partial<SessionOptions>;
  before?: RequestHandler;
  /** Stands in for express-session. */
  sessions?: RequestHandler;
  /** `register()` behind the login. Default: without. */
  register?: boolean;
  /** Where `onLogin()` stands among the serializers, or that it is handed over without the call. Default: nowhere. */
  onLogin?: 'first' | 'last' | 'uncalled' | undefined;
  /** The accounts; a test may change them. */
  accounts?: Record<string, Reader>;
}

/** A server of the site. Accounts log in by their name and the password `secret`. */
export async function startLoginSite(
  express: Express,
  world: World,
  { plenigo, store = new MemoryStore(), accounts = structuredClone(readers), ...site }: LoginSite,
) {
  const { settings, before, sessions, register = false, onLogin } = site;
  const login = new passport.Passport();
  login.use(
    new LocalStrategy((name, password, done) => {
      const account = accounts[name];
      done(null, password === 'secret' && account !== undefined && { ...account, name });
    }),
  );
  if (onLogin === 'first') login.serializeUser(plenigo.onLogin());
  if (onLogin === 'uncalled') login.serializeUser(plenigo.onLogin as never);
  login.serializeUser((user, done) => done(null, (user as unknown as { name: string }).name));
  if (onLogin === 'last') login.serializeUser(plenigo.onLogin());
  login.deserializeUser((name: string, done) => done(null, accounts[name] ?? false));

  const article = world.api.product('ARTICLE');
  const app = express();
  // Its error page, without a copy on stderr.
  app.set('env', 'test');
  const show: RequestHandler = (req, res) => {
    const user = req.user as Reader | undefined;
    res.json({ ...res.locals.plenigo, user: user?.id });
  };
  if (before) app.use(before);
  app.use(
    sessions ?? session({ secret: 'only for tests', resave: false, saveUninitialized: false, store, ...settings }),
  );
  app.use(login.session());
  app.use(express.urlencoded({ extended: false }));
  app.post('/login', login.authenticate('local'), ...(register ? [plenigo.register()] : []), show);
  // The other ways to log in with a session.
  app.post('/login/redirect', login.authenticate('local', { successRedirect: '/session' }));
  app.post('/login/keeping', login.authenticate('local', { keepSessionInfo: true }), show);
  app.post('/login/callback', (req, res, next) => {
    const name = String(req.body.username);
    req.logIn({ ...accounts[name], name } as Express.User, (error) => (error ? next(error) : res.json({})));
  });
  // As Passport did it before 0.6: the session that the browser has had goes on.
  app.post(
    '/login/kept/:name',
    (req, _res, next) => {
      const name = String(req.params.name);
      Object.assign(req.session, { passport: { user: name } });
      req.user = { ...accounts[name], name } as Express.User;
      next();
    },
    plenigo.register(),
    show,
  );
  app.post('/token', login.authenticate('local', { session: false }), plenigo.register(), show);
  app.post('/token/article', login.authenticate('local', { session: false }), plenigo.checkout(article), show);
  app.post('/logout', (req, res, next) => req.logout((error) => (error ? next(error) : res.json({}))));
  app.get('/session', (req, res) => res.json(req.session));
  app.post('/cart/:thing', (req, res) => {
    (req.session as unknown as { cart: string }).cart = req.params.thing;
    res.json({});
  });
  app.post('/email/:address', async (req, res, next) => {
    try {
      const account = req.user as Reader;
      account.email = req.params.address;
      await plenigo.changeEmail(account, req);
      res.json({});
    } catch (error) {
      next(error);
    }
  });
  app.get('/article', plenigo.checkout(article), show);
  app.get('/article/counted', plenigo.checkout(article), (req, res, next) => {
    const data = req.session as unknown as { views?: number };
    data.views = (data.views ?? 0) + 1;
    show(req, res, next);
  });
  app.get('/article/click', plenigo.checkout(article, { mode: 'click' }), show);
  app.get('/archive', plenigo.requireAccess(article), show);
  const server = await world.serve(app);

  /** A browser with a cookie jar of its own. */
  const browser = () => {
    const agent = request.agent(server);
    return {
      agent,
      logIn: (username = 'ada', way = '/login') => agent.post(way).type('form').send({ username, password: 'secret' }),
      logOut: () => agent.post('/logout'),
      open: async (path = '/article') => (await agent.get(path)).body,
      session: async () => (await agent.get('/session')).body,
    };
  };
  return { server, store, browser };
}
