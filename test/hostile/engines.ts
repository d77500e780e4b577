/** The template engines that sites use, each with every way to put the checkout into a page, escaped and raw. */

import ejs from 'ejs';
import handlebars from 'handlebars';
import nunjucks from 'nunjucks';
import pug from 'pug';
import type { ReadyLocals } from '../../lib/index.js';

/** What a template gets; `button` for engines that cannot call a function with arguments. */
interface View {
  plenigo: ReadyLocals;
  label: string;
  attributes: Record<string, string>;
  button: string;
}

type Render = (view: View) => string;

/** In the order of the page: one button that needs the browser script, four inline handlers, two calls in a script. */
export const WAYS = ['button', 'inline', 'inline', 'inline', 'inline', 'script', 'script'] as const;

const ejsTemplate = ejs.compile(`
<%- plenigo.buyButton(label, attributes) %>
<button onclick="<%= plenigo.checkout.snippet %>">1</button>
<button onclick="<%- plenigo.checkout.snippet %>">2</button>
<button onclick='<%= plenigo.checkout.snippet %>'>3</button>
<button onclick='<%- plenigo.checkout.snippet %>'>4</button>
<script>runs.push(() => <%= plenigo.checkout.snippet %>);</script>
<script>runs.push(() => <%- plenigo.checkout.snippet %>);</script>
`);

const pugTemplate = pug.compile(`
!= plenigo.buyButton(label, attributes)
button(onclick=plenigo.checkout.snippet) 1
button(onclick!=plenigo.checkout.snippet) 2
| <button onclick='#{plenigo.checkout.snippet}'>3</button>
| <button onclick='!{plenigo.checkout.snippet}'>4</button>
script.
  runs.push(() => #{plenigo.checkout.snippet});
script.
  runs.push(() => !{plenigo.checkout.snippet});
`);

const handlebarsTemplate = handlebars.compile(`
{{{button}}}
<button onclick="{{plenigo.checkout.snippet}}">1</button>
<button onclick="{{{plenigo.checkout.snippet}}}">2</button>
<button onclick='{{plenigo.checkout.snippet}}'>3</button>
<button onclick='{{{plenigo.checkout.snippet}}}'>4</button>
<script>runs.push(() => {{plenigo.checkout.snippet}});</script>
<script>runs.push(() => {{{plenigo.checkout.snippet}}});</script>
`);

const nunjucksTemplate = nunjucks.compile(
  `
{{ plenigo.buyButton(label, attributes) | safe }}
<button onclick="{{ plenigo.checkout.snippet }}">1</button>
<button onclick="{{ plenigo.checkout.snippet | safe }}">2</button>
<button onclick='{{ plenigo.checkout.snippet }}'>3</button>
<button onclick='{{ plenigo.checkout.snippet | safe }}'>4</button>
<script>runs.push(() => {{ plenigo.checkout.snippet }});</script>
<script>runs.push(() => {{ plenigo.checkout.snippet | safe }});</script>
`,
  new nunjucks.Environment(null, { autoescape: true }),
);

export const engines: Record<string, Render> = {
  EJS: (view) => ejsTemplate(view),
  Pug: (view) => pugTemplate(view),
  Handlebars: (view) => handlebarsTemplate(view),
  Nunjucks: (view) => nunjucksTemplate.render(view),
};
