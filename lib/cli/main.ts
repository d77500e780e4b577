#!/usr/bin/env node
/** The entry of the command line: hands this process's arguments, environment and streams to the commands. */

import { once } from 'node:events';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { run } from './run.js';

run(process.argv.slice(2), {
  // The one place of lib/ that reads the environment: a secret in an argument would show in the process list.
  env: {
    companyId: process.env.PLENIGO_COMPANY_ID,
    secret: process.env.PLENIGO_SECRET,
    apiToken: process.env.PLENIGO_API_TOKEN,
    apiUrl: process.env.PLENIGO_API_URL,
    cookie: process.env.PLENIGO_COOKIE,
  },
  // npm starts the command through a link in another folder.
  version: () =>
    JSON.parse(readFileSync(join(realpathSync(process.argv[1] ?? ''), '../../../package.json'), 'utf8')).version,
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  // Node itself looks at NO_COLOR and TERM in `hasColors()`.
  hasColors: process.stdout.isTTY === true && process.stdout.hasColors(),
  columns: process.stdout.columns ?? 80,
  async confirm(question) {
    if (!process.stdin.isTTY) return false;
    const prompt = createInterface({ input: process.stdin, output: process.stderr });
    // After Ctrl+C the question itself stays open.
    const answer = await Promise.race([prompt.question(`${question} [y/N] `), once(prompt, 'close')]);
    prompt.close();
    return /^y(es)?$/i.test(String(answer).trim());
  },
  // It listens only once, so a second Ctrl+C ends the process immediately.
  untilStopped: () => Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]),
}).then((code) => {
  process.exitCode = code;
});
