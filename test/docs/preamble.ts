// What the pieces of code in the documentation go on from, as its contents page says: an app, and a plenigo.

const standard = {
  app: "import makeApp from 'express'; const app = makeApp();",
  plenigo:
    "import { createPlenigo as makePlenigo } from 'express-plenigo'; const plenigo = makePlenigo({ companyId: 'COMPANY', secret: 'a secret', baseUrl: 'https://news.example', loginUrl: '/login' });",
};

/** The TypeScript with what it uses and does not make itself, in front of its first line: its line numbers stay. */
export function withPreamble(code: string): string {
  const missing = (['app', 'plenigo'] as const).filter(
    (name) => new RegExp(`\\b${name}\\.\\w`).test(code) && !new RegExp(`\\bconst ${name}\\b`).test(code),
  );
  return [...missing.map((name) => standard[name]), code].join(' ');
}
