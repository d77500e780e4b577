/** Shortens credentials in what is shown of a request: even a sandbox's are no example to follow. */

const LONGEST = 2000;
const NAME = '[\\w-]*(?:token|session|password|secret)[\\w-]*';
/** Credentials stand in fields of JSON, in parameters of addresses, and one in a path. */
const PLACES = [
  new RegExp(`("(${NAME})"\\s*:\\s*")((?:[^"\\\\]|\\\\.)+)`, 'gi'),
  new RegExp(`([?&](${NAME})=)([^&]+)`, 'gi'),
  /(\/(changeSessions)\/)([^/?]+)/g,
];
const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** Shortens credentials, and what is too long for a page. */
export function masked(text: string): string {
  let safe = text.replace(JWT, 'eyJ…');
  for (const place of PLACES) {
    safe = safe.replace(place, (_, before: string, name: string, value: string) => {
      return `${before}${/password|secret/i.test(name) ? '' : value.slice(0, 6)}…`;
    });
  }
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe;
}
