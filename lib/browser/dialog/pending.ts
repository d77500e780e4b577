/** The checkout that is open, for a reader whose payment page leads back here: it goes on where it was. */

export interface Call {
  purchaseId: string;
  /** Where the reader goes after the purchase. Default: this page. */
  targetUrl?: string;
  /** Where a payment page leads back to. Default: this page. */
  returnUrl?: string;
}

interface Pending {
  offer: string;
  call: Call;
}

const KEY = 'plenigo_checkout';
/** In ms. */
const PATIENCE = 60 * 60_000;

/** A browser may forbid its storage: then the reader clicks once more. */
function forgiving<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

export function remember(pending: Pending): void {
  forgiving(() => sessionStorage.setItem(KEY, JSON.stringify({ ...pending, path: location.pathname, at: Date.now() })));
}

export function forget(): void {
  forgiving(() => sessionStorage.removeItem(KEY));
}

/** Whatever a payment page has added to the address, this is the page. Whom a link of this site has led here begins anew. */
export function takePending(): Pending | undefined {
  return forgiving(() => {
    const { path, at, ...pending } = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    forget();
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const isLed = navigation?.type === 'navigate' && document.referrer.startsWith(`${location.origin}/`);
    return path === location.pathname && Date.now() - at < PATIENCE && !isLed ? pending : undefined;
  });
}
