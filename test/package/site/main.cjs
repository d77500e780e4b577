// The site that every way of importing must be able to run: it sells one article in the sandbox and says what came of it.
// It gets its modules from the file that imported them; `session`, `passport` and `undiciFetch` may be missing.

module.exports = async function main({ express, session, passport, undiciFetch, createPlenigo, startSandbox }) {
  const sandbox = await startSandbox();
  const reader = { id: 'reader-7', email: 'reader@site.example', emailVerified: true };
  const withLogin = session !== undefined && passport !== undefined;

  const app = express();
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const baseUrl = `http://127.0.0.1:${server.address().port}`;
  // A login waits for a quarter of the time, and on a busy machine the registration may take longer than by default.
  const plenigo = createPlenigo({
    timeout: 60_000,
    ...sandbox.options,
    baseUrl,
    // With Passport the default finds the reader.
    ...(withLogin ? {} : { user: () => reader }),
    ...(undiciFetch && { fetch: undiciFetch() }),
  });

  if (withLogin) {
    passport.serializeUser(plenigo.onLogin());
    passport.serializeUser((user, done) => done(null, JSON.stringify(user)));
    passport.deserializeUser((text, done) => done(null, JSON.parse(text)));
    app.use(session({ secret: 'not a secret', resave: false, saveUninitialized: false }));
    // Passport needed it before 0.6, and does not mind it since.
    app.use(passport.initialize());
    app.use(passport.session());
  }
  const login = (req, _res, next) => (withLogin ? req.login(reader, next) : next());
  app.get('/login', login, ...(withLogin ? [] : [plenigo.register()]), (_req, res) => res.send('logged in'));
  app.use('/plenigo', plenigo.router());
  app.get('/article', plenigo.checkout('ARTICLE-1'), (_req, res) => {
    const { scriptTag, buyButton, status } = res.locals.plenigo;
    res.send(`${status} ${scriptTag} ${buyButton('Buy')}`);
  });
  app.get('/archive', plenigo.requireAccess('ARCHIVE'), (_req, res) => res.send('the archive'));

  const login1 = await fetch(`${baseUrl}/login`);
  const customers = sandbox.customers.length;
  const cookie = login1.headers.getSetCookie().join('; ').split(';')[0];
  const get = async (path) => {
    const answer = await fetch(baseUrl + path, { headers: { cookie } });
    return { status: answer.status, text: await answer.text() };
  };
  const article = await get('/article');
  const script = await get(/src="(\/plenigo\/[^"]+)"/.exec(article.text)[1]);
  const closed = await get('/archive');
  sandbox.buy({ externalUserId: reader.id }, 'ARCHIVE');
  const open = await get('/archive');

  server.close();
  server.closeAllConnections();
  await sandbox.close();
  console.log(
    JSON.stringify({
      login: await login1.text(),
      customers,
      article: article.text.split(' ')[0],
      hasButton: article.text.includes('data-plenigo-checkout='),
      script: script.status,
      archive: [closed.status, open.text],
    }),
  );
};
