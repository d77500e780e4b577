/** The help texts of the command line. */

import type { Topic } from './arguments.js';

const general = `Usage: npx express-plenigo COMMAND [OPTIONS]

Commands:
  sandbox   Starts a plenigo on this machine: no account, no money. For a site in any language.
  doctor    Checks a company id and secret against the service, and says what is wrong and what to do.

npx express-plenigo COMMAND --help explains its options.`;

const credentials = `  --company ID   Default: PLENIGO_COMPANY_ID.
  --secret TEXT  Default: PLENIGO_SECRET. Prefer that: everybody on this machine can see the
                 arguments of a command in the list of processes.`;

const topics: Readonly<Record<Topic, string>> = {
  sandbox: `Usage: npx express-plenigo sandbox [OPTIONS]

Starts a plenigo on 127.0.0.1 and prints the options that lead your site there. It keeps
everything in memory until Ctrl+C.

Options:
  --port NUMBER  Default 0: any free one.
  --config FILE  A JSON file with products, customers, metering, paywall or language.
${credentials}
                 Without both, the sandbox makes up its own.
  -h, --help`,
  doctor: `Usage: npx express-plenigo doctor [OPTIONS]

Checks what a site would be configured with: the options, the connection, the clock of this
machine, the credentials, the closed user group, a product, and the browser script. It
registers nobody, changes nothing, and never prints the secret. Exit code 1 if something is wrong.

Options:
${credentials}
  --environment live|stage
                 Default live. The two have different company ids and secrets.
  --api-url URL  Another REST API, such as the sandbox's.
  --sdk-url URL  Another browser script. Default: the sandbox's, if --api-url is one.
  --product ID   Also asks about this product.
  --test-mode    Asks about test purchases.
  -h, --help`,
};

export function helpText(topic: Topic | undefined): string {
  return topic === undefined ? general : topics[topic];
}
