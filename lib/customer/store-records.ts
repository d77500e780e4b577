/** Records in a store that several processes share (Keyv-compatible), or in this process's bounded memory. */

import { LRUCache } from 'lru-cache';
import type { RecordStore } from '../options.js';
import { type CustomerRecord, parseRecord, type Records } from './record.js';

/** So many readers a process remembers when there is neither a session nor a store; about 200 bytes each. */
const MEMORY_SIZE = 10_000;

export interface StoreTerms {
  /** A slow store is given up after so many ms: asking plenigo again is better than a page that waits. */
  patience: number;
  /** Told that the store failed or was too slow. */
  onFault: () => void;
}

/** Records under one key a user: `plenigo:{companyId}:{userId}`. */
export function storeRecords(
  store: RecordStore,
  { companyId, patience, onFault }: StoreTerms & { companyId: string },
): Records {
  const keyOf = (userId: string) => `plenigo:${companyId}:${userId}`;
  const terms = { patience, onFault };
  return {
    isShared: true,
    load: async (_req, userId) => parseRecord(await forgiving(() => store.get(keyOf(userId)), terms), userId),
    save: async (_req, record) => {
      await forgiving(() => store.set(keyOf(record.userId), record), terms);
    },
  };
}

/** Records of this process. */
export interface MemoryRecords {
  get(userId: string): CustomerRecord | undefined;
  set(record: CustomerRecord): void;
  forget(userId: string): void;
}

export function memoryRecords(): MemoryRecords {
  const records = new LRUCache<string, CustomerRecord>({ max: MEMORY_SIZE });
  return {
    get: (userId) => records.get(userId),
    set: (record) => {
      records.set(record.userId, record);
    },
    forget: (userId) => {
      records.delete(userId);
    },
  };
}

/** What the store answers, or undefined if it throws, rejects or takes too long; then `signal` tells it to stop. */
export async function forgiving<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  { patience, onFault }: StoreTerms,
): Promise<T | undefined> {
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the store is too slow')), patience);
  });
  try {
    return await Promise.race([ask(over.signal), tooLong]);
  } catch {
    // Which fault it was is the store's own to log: its message may repeat keys and values.
    onFault();
    return undefined;
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}
