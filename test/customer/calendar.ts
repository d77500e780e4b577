// A calendar that a test turns: `Date.now` in this process, and so in a sandbox that is started under it, and its clock.

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Inside a `describe`, before `useWorld`. What it gives lets so many ms pass at once. */
export function useCalendar(): (milliseconds: number) => void {
  const { now } = Date;
  const clock = performance.now.bind(performance);
  let passed = 0;
  beforeEach(() => {
    passed = 0;
    Date.now = () => now() + passed;
    performance.now = () => clock() + passed;
  });
  afterEach(() => {
    Date.now = now;
    // The real one is the prototype's.
    Reflect.deleteProperty(performance, 'now');
  });
  return (milliseconds) => {
    passed += milliseconds;
  };
}
