/** Makes something once for each key. */

/** A map, or whatever keeps as one does. */
export interface Kept<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

/** What is kept under the key; if nothing is, it is made and kept. */
export function memo<Key, Value>(kept: Kept<Key, Value>, key: Key, make: () => Value): Value {
  let value = kept.get(key);
  if (value === undefined) {
    value = make();
    kept.set(key, value);
  }
  return value;
}
