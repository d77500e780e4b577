/** `express-plenigo doctor`: checks a configuration against the service, or a page of the site, and says what is wrong and what to do. */

import type { DoctorCommand } from './arguments.js';
import { listFindings } from './doctor/findings.js';
import { checkCommand } from './doctor/options.js';
import { probe } from './doctor/probe.js';
import { renderFindings } from './doctor/report.js';
import { makeLine, type PlainIo } from './io.js';
import { examinePage } from './page/examine-page.js';
import { showAddress } from './page/visit.js';

/** Answers the exit code: 1 if anything is wrong. */
export async function doctor(command: DoctorCommand, io: PlainIo): Promise<number> {
  const { page } = command;
  const { findings, ...subject } = await (page === undefined
    ? examineService(command, io)
    : examineSite(page, { command, env: io.env }));
  const ok = findings.every(({ level }) => level !== 'fail');
  if (command.json) io.out(JSON.stringify({ ...subject, ok, findings }, null, 2));
  else io.outPainted(renderFindings(findings, io));
  return ok ? 0 : 1;
}

async function examineService(command: DoctorCommand, io: PlainIo) {
  const { finding, companyId, service } = checkCommand(command, io.env);
  if (service === undefined) return { company: companyId, findings: [finding] };
  const { api, options, config } = service;
  const { apiUrl, sdkUrl } = config;
  const { product } = command;
  const environment = options.apiUrl === undefined ? (options.environment ?? 'live') : undefined;
  const where = makeLine(`Company ${companyId} at ${apiUrl}`);
  if (!command.json) io.out(`${where}${environment ? ` (${environment})` : ''}\n`);
  const seen = await probe(service, product);
  const findings = [finding, ...listFindings(seen, { api, apiUrl, sdkUrl, environment, product })];
  return { company: companyId, api, apiUrl, findings };
}

async function examineSite(url: URL, { command, env }: { command: DoctorCommand; env: PlainIo['env'] }) {
  const cookie = (command.cookie ?? env.cookie)?.replace(/^cookie:\s*/i, '');
  const expected = { companyId: command.company ?? env.companyId ?? '', environment: command.environment };
  const findings = await examinePage(url, cookie, expected);
  // A page may show what the cookie holds, and what the doctor prints may be sent to others.
  const values = (cookie ?? '').split(/;\s*/).map((pair) => pair.slice(pair.indexOf('=') + 1));
  const hide = (text: string) =>
    values.reduce((rest, value) => (value.length < 4 ? rest : rest.replaceAll(value, '…')), text);
  return { page: showAddress(url), findings: findings.map((finding) => ({ ...finding, text: hide(finding.text) })) };
}
