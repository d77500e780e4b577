/** Prototype pollution, for as long as a test wants it. */

/** Runs `work` while every object inherits these. */
export async function pollutedWith<T>(poison: object, work: () => T | Promise<T>): Promise<T> {
  const prototype = Object.prototype as unknown as Record<string, unknown>;
  try {
    Object.assign(prototype, poison);
    return await work();
  } finally {
    for (const key of Object.keys(poison)) delete prototype[key];
  }
}
