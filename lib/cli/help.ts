/** The help texts of the command line. */

import type { Topic } from './arguments.js';

const general = `Usage: npx express-plenigo COMMAND [OPTIONS]

Commands:
  sandbox   Starts a plenigo on this machine: no account, no money. For a site in any language.
  doctor    Checks the credentials against the service, or a page of the site, and says what is wrong.
  rehearse  Tries on stage what this package relies on, with customers who are made up.
  reader    Says what one of the site's users has bought at plenigo, and until when. Reads only.
  grant     Gives one of the site's users products, or access rights of API v3, without a payment.
  revoke    Takes them away again.

npx express-plenigo COMMAND --help explains its options; npx express-plenigo --version says which one it is.
Exit codes: 0 fine, 1 something is wrong, 2 the command was not understood.`;

const credentials = `  --company ID   Default: PLENIGO_COMPANY_ID.
  --secret TEXT  Default: PLENIGO_SECRET. Prefer that: everybody on this machine can see the
                 arguments of a command in the list of processes.`;

const service = `${credentials}
  --api-token TEXT
                 API v3's, in place of the secret. Default: PLENIGO_API_TOKEN.
  --api v2|v3    Which API. Default: the one whose credentials are set.
  --environment live|stage
                 Default live. The two have different company ids and secrets.
  --api-url URL  Another REST API, such as the sandbox's. Default: PLENIGO_API_URL.`;

const change = `  --test-mode    About test purchases; with API v2 only.
  --yes          Nobody is asked.
  --json         What was done, for a program: { command, userId, until, results }.
  -h, --help`;

const topics: Readonly<Record<Topic, string>> = {
  sandbox: `Usage: npx express-plenigo sandbox [OPTIONS]

Starts a plenigo on 127.0.0.1 and prints the lines that lead your site there. It keeps
everything in memory until Ctrl+C.

Options:
  --port NUMBER  Default 0: any free one.
  --config FILE  A JSON file with products, offers, customers, metering, paywall, language
                 or callbackUrl.
${credentials}
                 Without both, the sandbox makes up its own.
  -h, --help`,
  doctor: `Usage: npx express-plenigo doctor [OPTIONS]

Checks what a site would be configured with: the options, the connection, the clock of this
machine, the credentials, the closed user group of API v2, a product, and the browser script. It
registers nobody, changes nothing, and never prints the secret.

With --page it examines a page of the site instead: script tag, router, a click (for an offer that
nobody has made), the security policy, and whether caches may keep what is one reader's.

Options:
${service}
  --page URL     A page of the site, such as an article that is sold. It is compared with --company
                 and --environment, where they are given.
  --cookie TEXT  What a reader's browser sends to it, which is never printed. Default: PLENIGO_COOKIE.
                 Prefer that.
  --sdk-url URL  Another browser script. Default: the sandbox's, if --api-url is one.
  --product ID   Also asks about this product, with API v3 about this access right.
  --test-mode    Asks about test purchases; with API v2 only.
  --json         The findings for a program: { company, api, apiUrl, ok, findings }.
  -h, --help`,
  rehearse: `Usage: npx express-plenigo rehearse [OPTIONS]

Tries what this package relies on, step by step, and says which reading of plenigo's documents
holds. It makes two customers, at addresses that get no mail, who stay: their ids are told. It buys
nothing, refuses to run on live, and never prints a secret.

Options:
${service.replace('Default live.', 'Default stage.')}
  --product ID   Also gives one of them this product, with API v3 this access right, and takes it again.
  --offer ID     Also prepares a purchase of this offer (O_…); with API v3 only.
  --test-mode    Asks about test purchases; with API v2 only.
  --yes          Does it. Without, it only says what it would do, but to a sandbox on this machine.
  --json         The findings for a program: { api, apiUrl, ok, customerIds, findings }.
  -h, --help`,
  reader: `Usage: npx express-plenigo reader USER-ID [OPTIONS]

Says what plenigo lists for one of the site's users: subscriptions and single products, with API v3
access rights, subscriptions and orders, since when and until when. USER-ID is what the site calls the user: the
id of the option user, with its provider if it has one (github:583231). Reads only.

Options:
${service}
  --test-mode    Asks for test purchases; with API v2 only.
  --json         The same for a program: { userId, subscriptions, singleProducts }, with API v3
                 { userId, customerId, customerBlocked, accessRights, subscriptions, orders };
                 a list that the token may not read is null.
  -h, --help`,
  grant: `Usage: npx express-plenigo grant USER-ID ID... [OPTIONS]

Gives one of the site's users products (API v2) or access rights (API v3), once you agree. Pages
of the site open when what they remember of the user has ended.

Options:
${service}
  --until DAY    The last day, YYYY-MM-DD in UTC. Default: for good. A right of API v3 that the user
                 has already is left as it is.
${change}`,
  revoke: `Usage: npx express-plenigo revoke USER-ID ID... [OPTIONS]

Takes products (API v2) or access rights (API v3) away from one of the site's users, once you agree.

Options:
${service}
${change}`,
};

/** The help text of one command, or the general one. */
export const findHelp = (topic: Topic | undefined): string => (topic === undefined ? general : topics[topic]);
