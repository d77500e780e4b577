/** Functions from modules that load while the site starts: what they take to load, no import of this package waits for. */

/** The function that is being loaded; calls wait for it only until it is there. A failed import is their error. */
export function whenLoaded<Args extends unknown[], Result>(
  loading: Promise<(...args: Args) => Promise<Result>>,
): (...args: Args) => Promise<Result> {
  let loaded: ((...args: Args) => Promise<Result>) | undefined;
  loading.then(
    (work) => {
      loaded = work;
    },
    // Here it must not crash the process before anyone has called.
    () => {},
  );
  return (...args) => (loaded === undefined ? loading.then((work) => work(...args)) : loaded(...args));
}
