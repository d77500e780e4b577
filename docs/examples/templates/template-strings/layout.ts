import type { PlenigoLocals } from 'express-plenigo';

export function layout(plenigo: PlenigoLocals | undefined): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>The paper</title>
${plenigo?.scriptTag ?? ''}
<footer>
  The paper. ${plenigo?.buyButton('Subscribe') ?? ''}
</footer>
</html>
`;
}
