/** Reads the tags of an HTML page as a browser does, as far as the doctor needs them. */

export interface Tag {
  readonly name: string;
  /** By lower-case name; what has no value has an empty one. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Of an element whose content is text alone, such as a script. */
  readonly text: string;
}

/** In these tags are no tags for a browser that runs scripts, or none that belong to the page. */
const RAW = new Set(['script', 'style', 'title', 'textarea', 'noscript', 'template', 'iframe', 'xmp']);

const START = /<!--|<([a-z][^\s/>]*)/gi;
const ATTRIBUTE = /[\s/]*([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/y;

/** The start tags in their order. What stands in comments and in the text of a script is no tag. */
export function readTags(html: string): Tag[] {
  const tags: Tag[] = [];
  let at = 0;
  const find = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(html);
    if (match !== null) at = match.index + match[0].length;
    return match;
  };
  /** Goes behind `end`, or to the end of the page where there is none, and answers what stands before it. */
  const skipTo = (end: RegExp) => {
    const from = at;
    const match = find(end);
    if (match === null) at = html.length;
    return html.slice(from, match?.index ?? html.length);
  };
  for (let start = find(START); start !== null; start = find(START)) {
    const name = start[1]?.toLowerCase();
    if (name === undefined) {
      skipTo(/-->/g);
      continue;
    }
    const attributes = new Map<string, string>();
    for (let found = find(ATTRIBUTE); found !== null; found = find(ATTRIBUTE)) {
      const [, key = '', double, single, bare] = found;
      // The first of two attributes with one name counts.
      if (!attributes.has(key.toLowerCase())) attributes.set(key.toLowerCase(), decode(double ?? single ?? bare ?? ''));
    }
    skipTo(/>/g);
    tags.push({ name, attributes, text: RAW.has(name) ? skipTo(new RegExp(`</${name}(?=[\\s/>])`, 'gi')) : '' });
  }
  return tags;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Replaces the entities with which templates escape. */
export function decode(text: string): string {
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (all, hex, decimal, name) => {
    if (name !== undefined) return named[name.toLowerCase()] ?? all;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
