/** What somebody sees who opens the sandbox's address in a browser. */

/** The page has one style sheet of its own and no script. */
export const HOME_CSP = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'";

/** `sdkPath` is where the browser script of this company is. */
export function homePage({ companyId, sdkPath }: { companyId: string; sdkPath: string }): string {
  const safe = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>plenigo sandbox</title>
<link rel="stylesheet" href="/home.css">
</head>
<body>
<main>
<h1>plenigo sandbox</h1>
<p>This server plays plenigo for a site under development. It knows one company, forgets everything when it stops, and moves no money.</p>
<dl>
<dt>Company id</dt><dd><code>${safe(companyId)}</code></dd>
<dt>REST API</dt><dd><code>/api/v2/…</code></dd>
<dt>Browser script</dt><dd><a href="${safe(sdkPath)}"><code>${safe(sdkPath)}</code></a></dd>
</dl>
<p>The company secret is known only to the program that started the sandbox.</p>
</main>
</body>
</html>
`;
}
