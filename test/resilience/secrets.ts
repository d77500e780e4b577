/** What must not be found in any error, log line or event. */
import { SECRET } from '../support/calls.js';

/** The site's user id, as it would stand in a path or body. */
export const READER = 'reader-4711';
/** The address that `faultySite` gives this reader. */
export const EMAIL = `${READER}@reader.example`;
export const NEW_EMAIL = 'ada.new@reader.example';
export const TOKEN = 'TKN1234567890';
export const PASSWORD_IN_STORE_URL = 'opensesame';

const needles: Readonly<Record<string, RegExp>> = {
  'the secret': new RegExp(SECRET),
  'a JWT': /eyJ[\w-]{6}/,
  'a login token': new RegExp(TOKEN),
  'an e-mail address': /[\w.-]+(@|%40)[\w.-]*reader\.example/,
  'a user id': new RegExp(READER),
  'the store’s password': new RegExp(PASSWORD_IN_STORE_URL),
};

/** What of it is in a text, each with the line where it stands. */
export function secretsIn(text: string): string[] {
  const lines = text.split('\n');
  return Object.entries(needles).flatMap(([name, needle]) => {
    const line = lines.find((candidate) => needle.test(candidate));
    return line === undefined ? [] : [`${name}: ${line}`];
  });
}
