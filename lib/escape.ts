/** The only place that escapes: text for HTML, and values for JavaScript that stands in HTML. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text as HTML, right in an element and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return /[&<>"'`]/.test(text) ? text.replace(/[&<>"'`]/g, (character) => entities[character] ?? '') : text;
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

/** These stand for themselves in a regular expression literal, in HTML and in every escaping function. */
const PLAIN = /^[\w.~-]+$/;

/**
 * A JavaScript expression with this value, without quotes, `<`, `>`, `&`, `=`, backslashes or backticks: the text of a
 * regular expression literal, percent-encoded where needed. The only place that escapes for JavaScript.
 */
export function literal(value: string): string {
  if (PLAIN.test(value)) return `/${value}/.source`;
  if (value === '') return 'String()';
  const encoded = encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `decodeURIComponent(/${encoded}/.source)`;
}
