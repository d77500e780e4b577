// A calendar that a test turns: `Date.now` in this process, and so in a sandbox that is started under it.

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Inside a `describe`, before `useWorld`. What it gives lets so many ms pass at once. */
export function useCalendar(): (milliseconds: number) => void {
  const { now } = Date;
  let passed = 0;
  beforeEach(() => {
    passed = 0;
    Date.now = () => now() + passed;
  });
  afterEach(() => {
    Date.now = now;
  });
  return (milliseconds) => {
    passed += milliseconds;
  };
}
