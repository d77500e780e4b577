/** `express-plenigo doctor`: checks a configuration against the service, and says what is wrong and what to do. */

import type { DoctorCommand } from './arguments.js';
import type { Finding } from './doctor/finding.js';
import { listFindings } from './doctor/findings.js';
import { checkCommand } from './doctor/options.js';
import { probe } from './doctor/probe.js';
import { renderFindings } from './doctor/report.js';
import { makeLine, type PlainIo } from './io.js';

/** Answers the exit code: 1 if anything is wrong. */
export async function doctor(command: DoctorCommand, io: PlainIo): Promise<number> {
  const { finding, companyId, service } = checkCommand(command, io.env);
  const findings: Finding[] = [finding];
  if (service !== undefined) {
    const { apiUrl, sdkUrl } = service.config;
    const { product } = command;
    const environment = service.options.apiUrl === undefined ? (service.options.environment ?? 'live') : undefined;
    const where = makeLine(`Company ${companyId} at ${apiUrl}`);
    if (!command.json) io.out(`${where}${environment ? ` (${environment})` : ''}\n`);
    const seen = await probe(service, product);
    findings.push(...listFindings(seen, { api: service.api, apiUrl, sdkUrl, environment, product }));
  }
  const ok = findings.every(({ level }) => level !== 'fail');
  if (command.json) {
    const report = { company: companyId, api: service?.api, apiUrl: service?.config.apiUrl, ok, findings };
    io.out(JSON.stringify(report, null, 2));
  } else io.outPainted(renderFindings(findings, io));
  return ok ? 0 : 1;
}
