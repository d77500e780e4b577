/** What axe finds in a page that keeps somebody out: who hears it, has no mouse, or sees too little. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const source = readFileSync(fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8');

interface Axe {
  run(
    context: Document,
    options: object,
  ): Promise<{ violations: { id: string; nodes: { target: unknown[]; failureSummary: string }[] }[] }>;
}

/** One line for each barrier, by all rules that axe has. `frames`: default the page and all that are in it. */
export async function findBarriers(page: Page, frames = page.frames()): Promise<string[]> {
  const barriers: string[] = [];
  for (const frame of frames) {
    // As the browser's own command, which no Content-Security-Policy refuses.
    await frame.evaluate(source);
    const found = await frame.evaluate(async () => {
      const { violations } = await (window as unknown as { axe: Axe }).axe.run(document, { iframes: false });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} (${failureSummary})`),
      );
    });
    barriers.push(...found);
  }
  return barriers;
}
