// What a route must have set, such as `res.locals.plenigo` behind `checkout()`.

/** @throws Error if it is absent. */
export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('what a middleware sets is absent');
  return value;
}
