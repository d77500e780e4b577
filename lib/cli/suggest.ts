/** Finds what somebody meant who made a slip of the pen. */

/** The known name that differs from `typed` by at most two letters, as ` Did you mean NAME?`; else nothing. */
export function suggest(typed: string, known: readonly string[]): string {
  const [nearest] = known
    .map((name) => ({ name, slips: countSlips(typed, name) }))
    .sort((one, other) => one.slips - other.slips);
  return nearest !== undefined && nearest.slips <= 2 ? ` Did you mean ${nearest.name}?` : '';
}

/** How many letters have to be put in, left out or changed to make one word of the other (Levenshtein's distance). */
function countSlips(one: string, other: string): number {
  // No word that long is near a name of ours, and the count takes the product of both lengths.
  if (one.length > 40) return one.length;
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= other.length; column += 1) {
      const change = (row[column - 1] ?? 0) + (letter === other[column - 1] ? 0 : 1);
      next.push(Math.min(change, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
