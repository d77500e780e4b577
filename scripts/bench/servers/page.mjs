// The article page that every contender renders: the same text, and a button or none.

const text = `The council voted on Tuesday evening, after nine hours of debate, to rebuild the old harbour. `.repeat(
  12,
);

/** `buy` is the button or what stands in its place, `script` what the page loads for it. */
export function renderArticle({ script, buy }) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The harbour will be rebuilt</title>
<link rel="stylesheet" href="/site.css">
${script}
</head>
<body>
<article>
<h1>The harbour will be rebuilt</h1>
<p>${text}</p>
${buy}
</article>
</body>
</html>
`;
}
