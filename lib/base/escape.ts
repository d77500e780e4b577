/** The only place that escapes: text for HTML, and values for JavaScript that stands in HTML. */

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };

/** What it returns may stand in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => entities[character as keyof typeof entities]);
}

/** The value of an attribute; `true` renders the name alone, `false` and undefined render nothing. */
export type AttributeValue = string | number | boolean | undefined;

export function renderAttributes(attributes: Readonly<Record<string, AttributeValue>>): string {
  const shown = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== false);
  return shown.map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escapeHtml(`${value}`)}"`)).join('');
}

/** JSON as it may stand in a script element: `<` is written as a number, so that no text ends the element or begins a comment in it. */
export const serializeJson = (json: object) => JSON.stringify(json).replaceAll('<', '\\u003c');

/** These characters stand for themselves in a regular expression literal, in HTML and in addresses. */
const PLAIN = /^[\w.~-]+$/;

/**
 * A JavaScript expression whose value is this text. All but plain characters are named by their numbers, so it has no
 * character that HTML reads, and no `%`, which browsers decode in a `javascript:` address before they run it.
 */
export function literal(value: string): string {
  if (PLAIN.test(value)) return `/${value}/.source`;
  // Engines take only some ten thousand arguments in one call.
  const half = value.length >> 1;
  if (half > 1000) return `${literal(value.slice(0, half))}.concat(${literal(value.slice(half))})`;
  const pieces = (value.match(/[\w.~-]+|[^\w.~-]+/g) ?? []).map((piece) => {
    const numbers = piece.split('').map((unit) => unit.charCodeAt(0));
    return PLAIN.test(piece) ? `/${piece}/.source` : `String.fromCharCode(${numbers.join()})`;
  });
  return `String().concat(${pieces.join()})`;
}
