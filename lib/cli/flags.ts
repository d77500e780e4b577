/** Puts messages about the package's options into the words of the command line. */

/** `createPlenigo.environment` and `apiUrl` become `--environment` and `--api-url`; a company id is just `--company`. */
export function sayFlags(message: string): string {
  return message.replace(/\bcreatePlenigo\.(\w+)|\b(apiUrl|sdkUrl|testMode)\b/g, (_, option, bare) => {
    const words = String(option ?? bare).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return `--${words.replace('company-id', 'company')}`;
  });
}
