/** What the tests of the sandbox's console share: its page and its forms, as a browser on this machine sends them. */
import type { ActionName } from '../../lib/sandbox/console/actions.js';
import type { Sandbox } from '../../lib/sandbox/index.js';
import { type Answer, send } from './support.js';

export function press(
  sandbox: Sandbox,
  name: ActionName,
  fields: Record<string, string | number | boolean> = {},
): Promise<Answer> {
  const body = new URLSearchParams(Object.entries(fields).map(([field, value]) => [field, String(value)]));
  const headers = {
    origin: sandbox.url,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/x-www-form-urlencoded',
  };
  return send(sandbox, { method: 'POST', path: `/console/${name}`, body: String(body), headers });
}

/** Reads markup as somebody does who looks at it. */
function readText(markup: string): string {
  return markup
    .replace(/<dialog.*?<\/dialog>|<datalist.*?<\/datalist>|<[^>]+>/gs, ' ')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ')
    .trim();
}

export const readSaid = ({ text }: Answer): string => readText(/<p class="toast .*?<\/p>/s.exec(text)?.[0] ?? '');

export async function readPanel(sandbox: Sandbox, id: string): Promise<string> {
  const { text } = await send(sandbox, { path: '/' });
  return readText(new RegExp(`<section class="panel" id="${id}".*?</section>`, 's').exec(text)?.[0] ?? '');
}

export async function readEntries(sandbox: Sandbox, id: string): Promise<string[]> {
  const { text } = await send(sandbox, { path: '/' });
  const [panel = ''] = new RegExp(`<ul class="list" id="${id}-list".*?</section>`, 's').exec(text) ?? [];
  const list = panel.slice(0, panel.lastIndexOf('</ul>'));
  return list
    .split(/(?=<li (?!class="purchase ))/)
    .slice(1)
    .map(readText);
}
