/** The browser scripts of a site that has set no texts of its own. */

import { wordingsWith } from '../../lib/base/texts.js';
import { createClientScripts } from '../../lib/page/page.js';
import { scripts as sources } from '../../lib/v2/platform.js';

export const scripts = createClientScripts(sources, wordingsWith());

export type ScriptKey = 'checkout' | 'checkout-de' | 'account' | 'account-de';

export function scriptOf(key: ScriptKey): { readonly name: string; readonly text: string } {
  const script = scripts.get(key);
  if (script === undefined) throw new Error(`there is no script ${key}`);
  return script;
}
