// Where to go after the login: the page the reader came from, and never another site.

// Any origin will do. What counts is whether a path, read as a browser reads it, stays on it.
const HERE = 'http://site.invalid';

/** The path if it leads to a page of this site, else the front page. `//evil`, `/\evil` and `/.//evil` do not. */
export function safePath(path: unknown): string {
  if (typeof path !== 'string' || !path.startsWith('/') || !URL.canParse(path, HERE)) return '/';
  const url = new URL(path, HERE);
  if (url.origin !== HERE || url.pathname.startsWith('//')) return '/';
  return url.pathname + url.search + url.hash;
}
