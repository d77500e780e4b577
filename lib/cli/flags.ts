/** Puts messages about the package's options into the words of the command line. */

const flags: Readonly<Record<string, string>> = {
  companyId: '--company',
  secret: '--secret',
  apiToken: '--api-token',
  environment: '--environment',
  apiUrl: '--api-url',
  sdkUrl: '--sdk-url',
  testMode: '--test-mode',
};

/** `createPlenigo.environment` and `apiUrl` become `--environment` and `--api-url`. */
export function sayFlags(message: string): string {
  return message.replace(/\bcreatePlenigo\.(\w+)|\b(apiUrl|sdkUrl|testMode)\b/g, (name, option, bare) => {
    return flags[option ?? bare] ?? name;
  });
}
