/** Remembers the checkout that is open, so that it goes on for a reader whose payment page leads back here. */

/** What starts the checkout of a purchase. */
export interface Call {
  purchaseId: string;
  /** The address to which the reader goes after the purchase. Default: this page. */
  targetUrl?: string;
  /** The address to which a payment page leads back. Default: this page. */
  returnUrl?: string;
}

interface Pending {
  offer: string;
  call: Call;
}

const KEY = 'plenigo_checkout';
/** In ms. */
const PATIENCE = 60 * 60_000;

/** Does without the storage where the browser forbids it. Then the reader clicks once more. */
function forgiving<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

export const remember = (pending: Pending) =>
  forgiving(() => sessionStorage.setItem(KEY, JSON.stringify({ ...pending, path: location.pathname, at: Date.now() })));

export const forget = () => forgiving(() => sessionStorage.removeItem(KEY));

/**
 * Takes the checkout that was open on this page, whatever a payment page has added to its address. A reader whom a link of
 * this site has led here begins anew.
 */
export function takePending(): Pending | undefined {
  return forgiving(() => {
    const { path, at, ...pending } = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    forget();
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const isLed = navigation?.type === 'navigate' && document.referrer.startsWith(`${location.origin}/`);
    return path === location.pathname && Date.now() - at < PATIENCE && !isLed ? pending : undefined;
  });
}
