/** `express-plenigo rehearse`: tries on stage, with customers who are made up, what this package relies on, and says how plenigo does it. */

import { randomUUID } from 'node:crypto';
import type { RehearseCommand } from './arguments.js';
import type { Finding } from './doctor/finding.js';
import { checkCommand } from './doctor/options.js';
import { renderFindings } from './doctor/report.js';
import { makeLine, type PlainIo } from './io.js';
import { isLocal } from './page/visit.js';
import { perform } from './rehearse/step.js';
import { planV2 } from './rehearse/v2.js';
import { planV3 } from './rehearse/v3.js';

/** Answers the exit code: 1 if plenigo does anything that this package cannot work with, or nothing was tried. */
export async function rehearse(command: RehearseCommand, io: PlainIo): Promise<number> {
  const { yes, json } = command;
  const { finding, service } = checkCommand({ ...command, environment: command.environment ?? 'stage' }, io.env);
  if (service === undefined) return refuse([finding.text, finding.cure].filter(Boolean).join(' '), io);
  const { api, config } = service;
  const url = new URL(config.apiUrl);
  if (/(^|\.)(plenigo|frisbii-media)\.com\.?$/.test(url.hostname)) {
    return refuse('A rehearsal makes customers who stay: it is for stage or a sandbox, not for live.', io);
  }
  const { product, offer } = command;
  const props = { product, offer, run: randomUUID().slice(0, 8), customerIds: [] };
  const steps = Object.entries(api === 'v2' ? planV2(service, props) : planV3(service, props));
  if (!yes && !isLocal(url)) {
    const list = steps.map(([check]) => `  ${check}`).join('\n');
    return refuse(`With --yes, two customers are made at ${config.apiUrl} and this is tried with them:\n${list}`, io);
  }
  const findings: Finding[] = [];
  for (const [check, step] of steps) {
    // Without customers there is nobody to try the rest with.
    const isHopeless = findings[0]?.level === 'fail';
    if (isHopeless) findings.push({ check, level: 'skipped', text: 'Not tried: there are no new customers.' });
    else findings.push(await perform(check, step));
  }
  const { customerIds } = props;
  const text = `The customers ${customerIds.join(', ')}: delete them there.`;
  if (customerIds.length > 0) findings.push({ check: 'What stays', level: 'ok', text });
  const ok = findings.every(({ level }) => level !== 'fail');
  if (json) io.out(JSON.stringify({ api, apiUrl: config.apiUrl, ok, customerIds, findings }, null, 2));
  else io.outPainted(renderFindings(findings, io));
  return ok ? 0 : 1;
}

function refuse(why: string, io: PlainIo): number {
  io.err(why.split('\n').map(makeLine).join('\n'));
  return 1;
}
