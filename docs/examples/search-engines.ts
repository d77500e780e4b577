/** `freeFor`: whether a request comes from a search engine, proved by the name of its address. */
import { Resolver } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { Request } from 'express';

const agents = /Googlebot|bingbot/i;
// With the dot in front: `evilgooglebot.com` is somebody else's. Not `.google.com`, where Google's proxies for people are.
const hosts = /\.(googlebot\.com|search\.msn\.com)$/i;
const resolver = new Resolver({ timeout: 1000, tries: 1 });
/** Answers by address. */
const known = new Map<string, Promise<boolean>>();
setInterval(() => known.clear(), 24 * 60 * 60 * 1000).unref();

export async function isSearchEngine(req: Request): Promise<boolean> {
  // Asked first, so that readers cost no question.
  if (!agents.test(req.get('user-agent') ?? '')) return false;
  const address = (req.ip ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIP(address)) return false;
  const answer = known.get(address) ?? lookUp(address);
  // Those who only say that they are a crawler must not fill the memory.
  if (known.size >= 1000) known.clear();
  known.set(address, answer);
  try {
    return await answer;
  } catch {
    // No name, or no answer: the page goes on without it, and the next one asks again.
    known.delete(address);
    return false;
  }
}

async function lookUp(address: string): Promise<boolean> {
  const isV6 = isIP(address) === 6;
  const family = isV6 ? 'ipv6' : 'ipv4';
  const names = await resolver.reverse(address);
  for (const name of names.filter((each) => hosts.test(each))) {
    const addresses = isV6 ? await resolver.resolve6(name) : await resolver.resolve4(name);
    // Compared as addresses: one of IPv6 can be written in several ways.
    const found = new BlockList();
    for (const each of addresses) found.addAddress(each, family);
    if (found.check(address, family)) return true;
  }
  return false;
}
