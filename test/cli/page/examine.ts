// Runs `express-plenigo doctor --page` without a process of its own, and reads what it says.
import { expect } from 'chai';
import { run } from '../../../lib/cli/run.js';
import { openSession } from '../io.js';

/** The exit code, all that is printed, and what is said of each check: level, text and cure. */
export async function examine(url: string, { args = [] as string[], env = {} } = {}) {
  const session = openSession({ env });
  const code = await run(['doctor', '--page', url, '--json', ...args], session.io);
  expect(session.complaints()).to.equal('');
  const output = session.printed();
  const findings: Record<string, string> = {};
  for (const { check, level, text, cure = '' } of JSON.parse(output).findings)
    findings[check] = `${findings[check] ?? ''}${level} ${text} → ${cure}\n`;
  return { code, output, findings };
}

export const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
