/** `express-plenigo sandbox`: runs a sandbox until the process is told to stop. */

import { type Sandbox, startSandbox } from '../sandbox/index.js';
import type { SandboxCommand } from './arguments.js';
import { type Io, makeLine } from './io.js';
import { FileMistake } from './json-lines.js';
import { startConfigured } from './sandbox-config.js';

export async function sandbox({ port, company, secret, config }: SandboxCommand, io: Io): Promise<number> {
  const companyId = company ?? io.env.companyId;
  const fromEnvironment = secret === undefined ? io.env.secret : undefined;
  const stopped = io.untilStopped();
  let running: Sandbox;
  try {
    const options = { port, companyId, secret: secret ?? fromEnvironment };
    running = await (config === undefined ? startSandbox(options) : startConfigured(config, options));
  } catch (error) {
    const text = error instanceof FileMistake ? error.message : describeFault(error as NodeJS.ErrnoException, port);
    io.err(makeLine(text));
    return 1;
  }
  io.out(describeSandbox(running, { hidesSecret: fromEnvironment !== undefined }));
  await stopped;
  await running.close();
  io.out('\nThe sandbox has stopped.');
  return 0;
}

/** A secret that came from the environment may be a real one, so it is not printed. */
function describeSandbox({ url, options, v3 }: Sandbox, { hidesSecret }: { hidesSecret: boolean }): string {
  const secret = hidesSecret ? '# PLENIGO_SECRET stays as it is' : `PLENIGO_SECRET=${options.secret}`;
  return `The plenigo sandbox is at ${url}: open it in a browser to look inside.

These lines lead your site there, as its options companyId, secret, apiUrl and sdkUrl:

PLENIGO_COMPANY_ID=${options.companyId}
${secret}
PLENIGO_API_URL=${options.apiUrl}
PLENIGO_SDK_URL=${options.sdkUrl}

With API v3 it is these, as companyId, apiToken, apiUrl, sdkUrl and callbackSecret:

PLENIGO_COMPANY_ID=${v3.options.companyId}
PLENIGO_API_TOKEN=${v3.options.apiToken}
PLENIGO_API_URL=${v3.options.apiUrl}
PLENIGO_SDK_URL=${v3.options.sdkUrl}
PLENIGO_CALLBACK_SECRET=${v3.options.callbackSecret}

The checkout takes the card 4242 4242 4242 4242; 4000 0000 0000 0002 is declined. No money moves, and
everything is forgotten when the sandbox stops.

Stop it with Ctrl+C.`;
}

function describeFault({ code, message }: NodeJS.ErrnoException, port: number): string {
  if (code === 'EADDRINUSE') return `Port ${port} is busy. Choose another one, or any that is free: --port 0`;
  if (code === 'EACCES') return `Port ${port} is not for everyone. Choose one above 1023, or any: --port 0`;
  return `The sandbox did not start: ${message}`;
}
