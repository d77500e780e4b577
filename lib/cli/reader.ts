/** `express-plenigo reader`: what plenigo lists for one of the site's users, for support. It reads only. */

import { PlenigoClient } from '../v2/client.js';
import type { ReaderCommand } from './arguments.js';
import { checkCommand } from './doctor/options.js';
import { patient } from './doctor/probe.js';
import { type Io, makeLine } from './io.js';

/** Answers the exit code. @throws PlenigoError if plenigo does not answer. */
export async function reader(command: ReaderCommand, io: Io): Promise<number> {
  const { userId, json } = command;
  const { finding, options, config } = checkCommand(command, io.env);
  if (config === undefined) {
    io.err([finding.text, finding.cure].filter(Boolean).join(' '));
    return 1;
  }
  const client = new PlenigoClient({ ...patient, ...options });
  const { subscriptions, singleProducts } = await client.productsBought({ externalUserId: userId });
  if (json) {
    io.out(JSON.stringify({ userId, subscriptions, singleProducts }, null, 2));
    return 0;
  }
  const lines = [...renderSection('Subscriptions', subscriptions), ...renderSection('Single products', singleProducts)];
  io.out(
    lines.length === 0
      ? `plenigo lists nothing for ${makeLine(userId)}: nothing is bought, or plenigo knows no such user.`
      : [`plenigo lists for ${makeLine(userId)}:`, ...lines].join('\n'),
  );
  return 0;
}

interface Bought {
  productId: string;
  title?: string;
  boughtAt?: Date;
  endsAt?: Date;
}

function renderSection(heading: string, products: readonly Bought[]): string[] {
  if (products.length === 0) return [];
  return ['', heading, ...products.map((product) => `  ${describe(product)}`)];
}

function describe({ productId, title, boughtAt, endsAt }: Bought): string {
  const name = makeLine(title === undefined ? productId : `${productId} (${title})`);
  return [name, boughtAt && `since ${formatMoment(boughtAt)}`, endsAt && `until ${formatMoment(endsAt)}`]
    .filter(Boolean)
    .join(', ');
}

/** Writes a moment as `2026-11-25 16:30 UTC`. */
const formatMoment = (date: Date) => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
