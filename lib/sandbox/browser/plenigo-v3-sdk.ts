/** The browser SDK of API v3: the global `plenigo` with `Checkout`, `Snippets` and `CONSTS`. */
import type { V3AccountStartBody } from '../account/view.js';
import type { V3StartBody } from '../checkout/view.js';
import { embed } from './sdk/embed.js';
import { leaveFor, say, tag } from './sdk/page.js';
import { makeConstants, V3_SNIPPETS } from './sdk/snippets.js';
import type { FrameMessage } from './shared/messages.js';

const companyId = tag?.dataset.companyId ?? '';

/** Also of the address of the page. */
const LONGEST_ADDRESS = 220;

type Config = Record<string, unknown> & { elementId?: string; returnUrl?: string; restartUrl?: string; title?: string };

/** Settings of the checkout itself; every other one is handed back with the event. */
const SETTINGS = [
  ...['elementId', 'returnUrl', 'restartUrl', 'VariantUniqueId', 'checkoutDesignId', 'customCSS', 'title'],
  ...['filterSalutations', 'address', 'supportedCardTypes'],
];

const CONSTS = {
  SNIPPETS: V3_SNIPPETS,
  SNIPPET_NAVIGATION: makeConstants(['OFF', 'HORIZONTAL', 'VERTICAL', 'DEFAULT']),
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
  frame: { path: string; title: string; start: V3StartBody | V3AccountStartBody; height: number },
  onMessage: (message: FrameMessage) => void,
): void {
  const place = document.getElementById(elementId);
  if (!place) {
    fail(`The page has no element with the id ${JSON.stringify(elementId)}.`);
    return;
  }
  embed(place, {
    ...frame,
    title: title ?? frame.title,
    start: { type: 'plenigo:start', ...frame.start },
    onMessage(message) {
      if (message.type === 'plenigo:error') fail(message.message);
      onMessage(message);
    },
    onSilence: () => fail('The frame did not load.'),
  });
}

class Checkout {
  readonly #purchaseId: string;
  readonly #config: Config;

  constructor(purchaseId: string, config: Config) {
    this.#purchaseId = purchaseId;
    this.#config = config ?? {};
  }

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
    const { returnUrl = location.href, restartUrl } = this.#config;
    const data = Object.fromEntries(Object.entries(this.#config).filter(([name]) => !SETTINGS.includes(name)));
    const back = new URL(returnUrl, document.baseURI);
    if (Math.max(back.href.length, location.href.length) > LONGEST_ADDRESS) {
      fail(`The address of the page, or returnUrl, has more than ${LONGEST_ADDRESS} characters.`);
      return;
    }
    const frame = { path: '/checkout?api=v3', title: say('Checkout', 'Bezahlen'), height: 320 };
    const start = { purchaseId: this.#purchaseId, companyId, register };
    show(this.#config, { ...frame, start }, (message) => {
      if (message.type === 'plenigo:paid') {
        dispatch('PurchaseSuccess', { orderId: message.order, ...(Object.keys(data).length > 0 && { data }) });
      }
      if (message.type === 'plenigo:declined') dispatch('PurchaseFailed', {});
      if (message.type === 'plenigo:leave') {
        // What a payment page appends is not documented: a site keeps what it does not know.
        back.searchParams.set('sandboxPayment', 'done');
        leaveFor(back.href);
      }
      if (message.type === 'plenigo:close' && !(restartUrl && leaveFor(restartUrl))) location.reload();
    });
  }
}

class Snippets {
  readonly #transferToken: string;
  readonly #config: Config;

  constructor(transferToken: string, config: Config) {
    this.#transferToken = transferToken;
    this.#config = config ?? {};
  }

  /** The whole portal, or one subscription. */
  start(): void {
    this.open(this.#config.subscriptionId === undefined ? CONSTS.SNIPPETS.DASHBOARD : CONSTS.SNIPPETS.SUBSCRIPTION);
  }

  /** One page: a value of `plenigo.CONSTS.SNIPPETS`. */
  open(snippetId: unknown): void {
    const start = { snippetId, transferToken: this.#transferToken };
    show(
      this.#config,
      { path: '/account?api=v3', title: say('Your account', 'Ihr Konto'), start, height: 202 },
      (message) => {
        if (message.type === 'plenigo:logged-out') location.reload();
      },
    );
  }
}

Object.assign(window, { plenigo: { Checkout, Snippets, CONSTS } });
