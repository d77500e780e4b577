/** What the sandbox takes for an e-mail address. */

/** Good enough to find a slip; whether mail arrives is not for a sandbox to know. */
const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** Whether this could be an e-mail address. */
export function isEmail(value: string): boolean {
  return value.length <= 254 && EMAIL.test(value);
}
