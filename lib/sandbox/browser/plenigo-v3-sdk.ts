/** The browser SDK of API v3: the global `plenigo` with `Checkout`, `Snippets` and `CONSTS`. */
import { type FrameOptions, openFrame } from './sdk/frame.js';
import { leaveFor, say, tag } from './sdk/page.js';

/** Handed in by the sandbox, which wraps this script. */
declare const SANDBOX: { snippets: Readonly<Record<string, string>> };

/** Also of the address of the page. */
const LONGEST_ADDRESS = 220;

/** What a payment page appends to the address to which it leads back: as Stripe does, in about 160 characters. */
const SECRET = 'payment_intent_client_secret';

/** The address of the page without what a payment page has appended to it. */
function findOwnAddress(): string {
  return location.href.replace(/[?&]payment_intent=[^#]*&redirect_status=\w+/, '');
}

type Config = Record<string, unknown> & { elementId?: string; returnUrl?: string; restartUrl?: string; title?: string };

/** Settings of the checkout itself; every other one is handed back with the event. */
const SETTINGS = [
  ...['elementId', 'returnUrl', 'restartUrl', 'VariantUniqueId', 'checkoutDesignId', 'customCSS', 'title'],
  ...['filterSalutations', 'address', 'supportedCardTypes'],
];

const CONSTS = {
  SNIPPETS: SANDBOX.snippets,
  SNIPPET_NAVIGATION: { OFF: 'off', HORIZONTAL: 'horizontal', VERTICAL: 'vertical', DEFAULT: 'default' },
};

function dispatch(name: string, detail: object): void {
  document.dispatchEvent(new CustomEvent(`plenigo.${name}`, { detail }));
}

function fail(errorMsg: string): void {
  dispatch('Error', { errorMsg });
}

/** Shows a frame in the element of the config. */
function show(
  { elementId = '', title }: Config,
  { height, ...frame }: Omit<FrameOptions, 'place'> & { height: number },
): void {
  const element = document.getElementById(elementId);
  if (!element) {
    fail(`The page has no element with the id ${JSON.stringify(elementId)}.`);
    return;
  }
  openFrame({
    ...frame,
    title: title ?? frame.title,
    place: { element, height },
    onMessage(message) {
      if (message.type === 'plenigo:error') fail(message.message);
      frame.onMessage(message);
    },
    onSilence: () => fail('The frame did not load.'),
  });
}

class Shown {
  protected readonly key: string;
  protected readonly config: Config;

  constructor(key: string, config: Config) {
    this.key = key;
    this.config = config ?? {};
  }
}

/** Its key is the id of a purchase. */
class Checkout extends Shown {
  /** For a purchase that has a customer. */
  start(): void {
    this.#open(false);
  }

  /** For a customer who logs in at plenigo. */
  login(): void {
    this.#open(false);
  }

  /** For somebody new. */
  register(): void {
    this.#open(true);
  }

  #open(register: boolean): void {
    const { returnUrl = location.href, restartUrl } = this.config;
    const data = Object.fromEntries(Object.entries(this.config).filter(([name]) => !SETTINGS.includes(name)));
    const back = new URL(returnUrl, document.baseURI);
    if (Math.max(back.href.length, findOwnAddress().length) > LONGEST_ADDRESS) {
      fail(`The address of the page, or returnUrl, has more than ${LONGEST_ADDRESS} characters.`);
      return;
    }
    show(this.config, {
      path: '/checkout?api=v3',
      title: say('Checkout', 'Bezahlen'),
      body: {
        purchaseId: this.key,
        companyId: tag?.dataset.companyId ?? '',
        register,
        paymentSecret: new URLSearchParams(location.search).get(SECRET),
      },
      height: 320,
      onMessage(message) {
        if (message.type === 'plenigo:paid') {
          dispatch('PurchaseSuccess', { orderId: message.order, ...(Object.keys(data).length > 0 && { data }) });
        }
        if (message.type === 'plenigo:declined') dispatch('PurchaseFailed', {});
        if (message.type === 'plenigo:leave') {
          back.searchParams.append('payment_intent', message.secret.replace(/_secret_.*/, ''));
          back.searchParams.append(SECRET, message.secret);
          back.searchParams.append('redirect_status', 'succeeded');
          // Who comes from a payment page has not followed a link of the site. Only a web address cannot run as a script.
          if (/^https?:$/.test(back.protocol))
            Object.assign(document.createElement('a'), { href: back.href, rel: 'noreferrer' }).click();
        }
        if (message.type === 'plenigo:page') dispatch('WebAnalyticsLoad', { pageName: message.pageName });
        if (message.type === 'plenigo:close' && !(restartUrl && leaveFor(restartUrl))) location.reload();
      },
    });
  }
}

/** Its key is a transfer token. */
class Snippets extends Shown {
  /** The whole portal, or one subscription. */
  start(): void {
    this.open(this.config.subscriptionId === undefined ? CONSTS.SNIPPETS.DASHBOARD : CONSTS.SNIPPETS.SUBSCRIPTION);
  }

  /** One page: a value of `plenigo.CONSTS.SNIPPETS`. */
  open(snippetId: unknown): void {
    show(this.config, {
      path: '/account?api=v3',
      title: say('Your account', 'Ihr Konto'),
      body: { snippetId, transferToken: this.key },
      height: 202,
      onMessage: ({ type }) => type === 'plenigo:logged-out' && location.reload(),
    });
  }
}

Object.assign(window, { plenigo: { Checkout, Snippets, CONSTS } });
