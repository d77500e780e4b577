/** `express-plenigo grant` and `revoke`: give one of the site's users something, or take it away, once somebody agrees. */

import { PlenigoError } from '../base/errors.js';
import { PlenigoClient as V2Client } from '../v2/client.js';
import { PlenigoClient as V3Client } from '../v3/client.js';
import type { ChangeCommand } from './arguments.js';
import type { Service } from './doctor/options.js';
import { patient } from './doctor/probe.js';
import { type Io, makeLine } from './io.js';
import { findCustomer, requireService } from './reader.js';

/** What became of one product or right: `given`, `taken`, and so on. */
type Result = { readonly id: string; readonly result: string };

/** Answers the exit code. @throws PlenigoError if plenigo does not answer, or knows no such user. */
export async function change(command: ChangeCommand, io: Io): Promise<number> {
  const { name, userId, ids, until } = command;
  const service = requireService(command, io);
  if (service === undefined) return 1;
  const day = until?.toISOString().slice(0, 10);
  const whose = name === 'grant' ? `to ${userId}, ${day ? `until ${day}` : 'for good'}` : `from ${userId}`;
  const question = `${name === 'grant' ? 'Give' : 'Take'} ${ids.join(', ')} ${whose}, at ${service.config.apiUrl}?`;
  if (!command.yes && !(await io.confirm(question))) {
    io.err('Nothing was done. With --yes nobody is asked.');
    return 1;
  }
  const results = await (service.api === 'v2' ? changeProducts(service, command) : changeRights(service, command));
  if (command.json) io.out(JSON.stringify({ command: name, userId, until: day ?? null, results }, null, 2));
  else for (const { id, result } of results) io.out(makeLine(`${id}: ${result}`));
  return results.every(({ result }) => result === DONE[name] || result === KEPT) ? 0 : 1;
}

const DONE = { grant: 'given', revoke: 'taken' };
const KEPT = 'was there already, and is left as it is';

async function changeProducts(
  { options }: Extract<Service, { api: 'v2' }>,
  { name, userId: externalUserId, ids, until }: ChangeCommand,
): Promise<Result[]> {
  const client = new V2Client({ ...patient, ...options });
  if (name === 'grant') await client.grantAccess({ externalUserId }, ids, { until });
  else await client.removeAccess({ externalUserId }, ids);
  return ids.map((id) => ({ id, result: DONE[name] }));
}

/** One after the other: what fails does not hide what was done. */
async function changeRights(
  { options }: Extract<Service, { api: 'v3' }>,
  { name, userId, ids, until }: ChangeCommand,
): Promise<Result[]> {
  const client = new V3Client({ ...patient, ...options });
  const customerId = await findCustomer(client, userId);
  if (customerId === undefined) return ids.map((id) => ({ id, result: 'plenigo knows no such user' }));
  const results: Result[] = [];
  for (const id of ids) {
    try {
      const isDone =
        name === 'grant'
          ? (await client.grantAccess(customerId, id, { lifeTimeEnd: until })).isNew
          : await client.removeAccess(customerId, id);
      const otherwise = name === 'grant' ? KEPT : 'not taken, or not yet';
      results.push({ id, result: isDone ? DONE[name] : otherwise });
    } catch (error) {
      if (!(error instanceof PlenigoError)) throw error;
      results.push({ id, result: `failed: ${error.message}` });
    }
  }
  return results;
}
