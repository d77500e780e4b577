/** What is made or learned once for each key, and kept under that. */

export function memo<Key, Value>(
  kept: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: () => Value,
): Value {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make();
  kept.set(key, made);
  return made;
}

/** How much lru-cache keeps of what each reader may have. They are counted by size, because with `max` it makes room for all at once. */
export const READERS = { maxSize: 10_000, sizeCalculation: () => 1 } as const;
