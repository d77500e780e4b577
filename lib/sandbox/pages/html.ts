/** HTML as values: the one place where the sandbox's pages escape what they show. */

/** Markup that is safe to send. Only `html` makes it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template. Text is escaped, lists are joined, and `false` or `undefined` show nothing. */
export type Part = Html | string | number | false | undefined | readonly Part[];

/** A template: `html`<p>${anything}</p>``. Values may stand in elements and in quoted attributes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, index) => (index === 0 ? '' : render(parts[index - 1])) + text).join(''));
}

function render(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(render).join('');
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A whole page. `css` and `script` are the addresses of its style sheets and of its script. */
export function renderDocument(page: {
  lang: string;
  title: string;
  css: readonly string[];
  script: string;
  attributes?: Html;
  body: Html;
}): string {
  return html`<!doctype html>
<html lang="${page.lang}"${page.attributes}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<link rel="icon" href="/console/icon.svg" type="image/svg+xml">
${page.css.map((address) => html`<link rel="stylesheet" href="${address}">`)}
<script defer src="${page.script}"></script>
</head>
<body>
${page.body}
</body>
</html>
`.text;
}
