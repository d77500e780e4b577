/** The only place that escapes: text for HTML, and values for JavaScript that stands in HTML. */

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };

/** Text as HTML, right in an element and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => entities[character as keyof typeof entities]);
}

/** An attribute's value; `true` renders the name alone, `false` and undefined render nothing. */
export type AttributeValue = string | number | boolean | undefined;

/** Attributes with a blank before each. */
export function renderAttributes(attributes: Readonly<Record<string, AttributeValue>>): string {
  let html = '';
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (value === undefined || value === false) continue;
    html += value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`;
  }
  return html;
}

/** An empty element with these attributes. */
export function renderElement(name: string, attributes: Readonly<Record<string, AttributeValue>>): string {
  return `<${name}${renderAttributes(attributes)}></${name}>`;
}

/** These stand for themselves in a regular expression literal, in HTML, in addresses and in every escaping function. */
const PLAIN = /^[\w.~-]+$/;

/**
 * A JavaScript expression with this value: plain text as that of a regular expression literal, the rest by its numbers.
 * It has no quotes, `<`, `>`, `&`, `=`, backslashes or backticks, and no `%`, which browsers decode in a `javascript:`
 * address before they run it.
 */
export function literal(value: string): string {
  if (PLAIN.test(value)) return `/${value}/.source`;
  // Engines take only some ten thousand arguments in one call.
  const half = value.length >> 1;
  if (half > 1000) return `${literal(value.slice(0, half))}.concat(${literal(value.slice(half))})`;
  const pieces = value.match(/[\w.~-]+|[^\w.~-]+/g) ?? [];
  return `String().concat(${pieces.map(pieceOf).join()})`;
}

function pieceOf(text: string): string {
  if (PLAIN.test(text)) return `/${text}/.source`;
  const numbers = text.split('').map((unit) => unit.charCodeAt(0));
  return `String.fromCharCode(${numbers.join()})`;
}
