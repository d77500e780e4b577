/** All that the doctor can find, by check: how bad it is, what it is, and behind the arrow what to do. `{}` stands for a value. */

/** `skipped` means that it could not be checked, because something before it failed. */
export type Level = 'ok' | 'warn' | 'fail' | 'skipped';

const AS_IT_IS = 'Print plenigo.scriptTag as it is';
const BEHIND = 'Mount plenigo.router() behind session, login and CSRF protection.';
const COPY = 'Copy again what the merchant backend shows for {}: live and stage have different ones (--environment).';
const LOG = 'Look at the log of the site.';
const MOUNT =
  'Mount plenigo.router() at the option routerPath, as browsers see it through every proxy, before the login wall and before what answers all other addresses.';
const NTP = 'Switch on time synchronisation (NTP) on this machine.';
const WHAT_ANSWERS = 'Check what answers at this address (--api-url)';

export const texts = {
  Options: {
    valid: 'ok Company id and {} are set, and every option is valid for API {}.',
    refused: 'fail {}.',
    bothApis:
      'fail PLENIGO_SECRET and PLENIGO_API_TOKEN are both set: the one is for API v2, the other for API v3. → Say which is meant: --api v2 or --api v3.',
    missing:
      'fail {} not set. → Set them, or give {}. They stand in plenigo’s merchant backend. Without an account, start a sandbox: npx express-plenigo sandbox',
    addressOfV3:
      'fail The address (--api-url) is one of API v3, but the secret is one of API v2. → Set PLENIGO_API_TOKEN instead of PLENIGO_SECRET (--api v3), or take the path off the address.',
    addressOfV2:
      'fail The address (--api-url) is one of API v2, but the API token is one of API v3. → Add the path to the address, as in https://api.plenigo.com/api/v3.0, or set PLENIGO_SECRET instead (--api v2).',
    stray: 'warn {} has {}, which may have been copied along. → If plenigo refuses the credentials, remove them.',
  },

  Connection: {
    fine: 'ok {} answers.',
    name: 'fail The name {} leads nowhere ({}). → Check the DNS settings of this machine, and the spelling of --api-url if you set it.',
    encryption:
      'fail The encrypted connection to {} fails ({}). → Check the clock of this machine, whether a proxy opens connections (then Node needs its certificate, in NODE_EXTRA_CA_CERTS), and that the address speaks https.',
    refused:
      'fail Nothing accepts connections at {}. → Check the port in --api-url if you set it, and the firewall; a sandbox must be running.',
    silent:
      'fail {} does not answer within ten seconds. → Check whether a firewall lets this machine out, and try again.',
    broken: 'fail The connection to {} broke{}. → Try again; if it stays so, look for a proxy or a firewall between.',
    foreign: 'fail Something answers at {}, but not as plenigo does. → Check --api-url, and any proxy between.',
    failing:
      'fail {} answers that it fails on its side ({}). → Nothing is wrong here. Try again in a few minutes, and tell plenigo if it stays so.',
  },

  Clock: {
    right: 'ok This machine and plenigo agree on the time.',
    undated: 'warn The answer had no date, so the clock could not be compared.',
    drifting: `warn The clock of this machine is {} plenigo’s. → ${NTP}`,
    wrong: `fail The clock of this machine is {} plenigo’s. Signed tokens live five minutes, so plenigo refuses them. → ${NTP}`,
  },

  Credentials: {
    'accepted-v2': 'ok plenigo accepts company id and secret.',
    // No call of API v3 sends the company id: only plenigo's script in a reader's browser does.
    'accepted-v3':
      'ok plenigo accepts the API token. The company id is for the pages alone, so compare it with the merchant backend by eye.',
    untold: 'warn It cannot be told whether plenigo accepts the credentials.',
    late: 'fail plenigo refuses the request (401), most likely because of the clock. → Mend the clock, then run this again. Only then is it certain whether the secret is right.',
    'refused-v2': `fail plenigo refuses company id or secret (401{}). → ${COPY} A token of API v3 is no secret: --api says which is meant.`,
    'refused-v3': `fail plenigo refuses the API token (401{}). → ${COPY} The token needs the right to read and write customers. A secret of API v2 is no token: --api says which is meant.`,
  },

  'Closed user group': {
    on: 'ok Switched on: plenigo makes login tokens for this company.',
    off: 'fail The company has no closed user group (403): plenigo registers no users of the site and makes no login tokens. → Ask plenigo to switch on external user management for this company.',
    module: 'fail A paid module is missing for login tokens (402). → Ask plenigo which module they belong to.',
    strange: `warn plenigo made a login token for a user id that was made up for this check. A real plenigo does not. → ${WHAT_ANSWERS}.`,
    untold:
      'warn It cannot be told: plenigo did not answer as documented{}. → Run this again in a minute. If it stays so, ask plenigo whether the company has a closed user group.',
  },

  Product: {
    notBought:
      'ok plenigo answers “not bought” for it, as it should for a reader who was made up. What it answers for a product that does not exist is not documented, so compare the id with the merchant backend by eye.',
    strange: `warn plenigo says that a reader who was made up for this check has bought it. → ${WHAT_ANSWERS}, and whether the paywall is switched off in the merchant backend.`,
    untold:
      'fail plenigo did not answer whether it is bought: {}. → Check --product: {}the id is case sensitive, and live and stage have different ones.',
  },

  'Browser script': {
    there: 'ok It loads from {}, so pages can open the checkout.',
    unloaded:
      'warn This machine cannot load {} ({}). Readers’ browsers load it, not this machine. → Open the address in a browser. If that fails, too, check --sdk-url if you set it.',
    missing: 'fail There is no script at {} (status {}). → {} --sdk-url if you set it.',
  },

  Page: {
    there: 'ok It answers (status {}).',
    unopened: 'fail It cannot be opened ({}). → Check the address, and whether the site runs.',
    away: 'fail It leads away to {}. → Give the address of the page itself; for one behind the login, --cookie.',
    noPage: 'fail It is no web page (status {}). → Give the address of a page with an article or an offer.',
    error: `fail It answers with an error (status {}). → ${LOG}`,
    refusing:
      'warn It refuses this reader (status {}). → If it should not, send the cookie of one who may see it (--cookie).',
  },

  'Script tag': {
    there: 'ok It is there, as it should be.',
    escaped:
      'fail The page shows HTML of this package as text: it was escaped. → Print it unescaped: <%- plenigo.scriptTag %> in EJS, != in Pug, {{{ }}} in Handlebars, | safe in Nunjucks.',
    unmounted: 'fail {}, only plenigo’s own. → Mount the router: app.use("/plenigo", plenigo.router()).',
    missing:
      'fail {}. → Print plenigo.scriptTag in the template, mount plenigo.router(), and put plenigo.checkout() before the handler of this page.',
    type: 'fail Something has made the type of the script “{}”, so that it does not run as it should. → Leave the tag as it is: as a module, or behind a script loader of a CDN, it finds neither itself nor its data.',
    apart: `fail The JSON with what is the reader’s own does not stand right before it, where the script looks for it. → ${AS_IT_IS}, in one piece.`,
    often: 'warn It is there {} times. → Print plenigo.scriptTag once.',
  },

  Router: {
    there: 'ok The script loads from {}.',
    unloaded: 'fail The script does not load from {} ({}). → Check the option routerPath.',
    away: `fail Instead of the script, {} leads elsewhere (status {}). → ${MOUNT}`,
    missing: `fail There is no script at {} (status {}). → ${MOUNT}`,
    other: `fail Something else than the script is at {}. → ${MOUNT}`,
  },

  Click: {
    'offer-invalid': 'ok The router answers a click, and knows the reader.',
    silent: 'fail The router does not answer ({}). → Run this again.',
    anonymous: `fail The page knows the reader, but the router does not. → ${BEHIND}`,
    'cross-origin':
      'fail The router takes this page for one of another site. → Set baseUrl to the origin that readers see in the address bar.',
    unavailable: `warn The router could not find out who the reader is. → ${LOG}`,
    refused: `fail Something in front of the router refuses a click (403), most likely the CSRF protection. → ${BEHIND}`,
    away: `fail A click is led elsewhere, most likely to the login. → ${BEHIND}`,
    other: `fail Something else than the router answers a click (status {}). → ${BEHIND}`,
  },

  'plenigo’s script': {
    there: 'ok It comes from {}.',
    unneeded: 'ok It is not there, and nothing on this page needs it.',
    missing: `fail It is not there, and no checkout opens without it. → ${AS_IT_IS}.`,
    twice: 'fail It is there twice, and may start the checkout twice. → Remove the tag that the site itself has.',
    company: 'fail It is for company {}, not for {}. → Check which company id the site is started with.',
    sandbox:
      'fail It is that of a sandbox, which readers would look for on their own machines. → Start the site without apiUrl and sdkUrl.',
    stage: 'fail It is that of plenigo’s stage environment, where nobody pays. → Check the option environment.',
    perhapsStage: 'warn It is that of plenigo’s stage environment, where nobody pays. → Check the option environment.',
    live: 'fail It is that of plenigo’s live environment, not of stage. → Check the option environment.',
    blocking:
      'warn It stands before ours and has to be there before the page goes on: while plenigo is slow, so is this page. → Remove a tag of the site’s own, or the option sdk: "blocking".',
  },

  'Security policy': {
    none: 'ok The page has none, so nothing is blocked.',
    open: 'ok It lets through what plenigo needs.',
    blocks:
      'fail {} blocks {}. → Join what plenigo.cspDirectives() gives to your policy; with nonces set the option nonce.',
    unencrypted: 'fail Browsers load {} not without encryption in a page with it. → Give it an https address.',
    alone:
      'fail Cross-Origin-Embedder-Policy: require-corp blocks plenigo’s script and checkout. → Do not send it on pages that sell.',
    blocksSnippet:
      'fail {} blocks the snippet in an onclick attribute. → Use plenigo.buyButton(), which needs no inline script.',
  },

  Caches: {
    keepNothing: 'ok No cache may keep this page, which is for one reader.',
    everybodys: 'ok Nothing on this page is for one reader alone.',
    unvaried:
      'warn Caches may keep the page of readers who are not logged in, and it has no Vary: others would see it, too. → Set Vary by whatever the option user reads, such as Cookie, or let requests with a session pass the cache.',
    cached: 'fail This page of one reader came out of a cache. → Let the cache obey Cache-Control, and empty it.',
    override:
      'fail The page was made for one reader, but {} lets caches keep it. → Look for what sets it behind this package, such as a proxy.',
    keepIt:
      'fail The page was made for one reader, but {}. → It left as “private, no-store”: look for what changes it on the way, or sent it before this package.',
  },
} satisfies Record<string, Record<string, `${Level} ${string}`>>;
