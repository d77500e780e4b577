/** Text that breaks out of quotes, tags, comments, templates and literals wherever something escapes too little or twice. */
export const nastyTexts: readonly string[] = [
  ...['"', "'", '`', '\\', '\\"', "\\'", '\\u0041\\x41\\n'],
  ...['</script>', '</SCRIPT ><script>fault()</script>', '<!--', '<!--<script>', '-->', ']]>'],
  ...['&quot;', '&#39;', '&amp;quot;', '&lt;script&gt;', '\u2028', '\u2029', '😀', '👩‍👩‍👧'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: text as a careless template would run it
  ...['${fault()}', '{{7*7}}', '<%= fault() %>', '#{fault()}', "');fault();//", '");fault();//'],
  ...['/.source+fault()+/', '%41%00%', '/', '*/', '//', '[', ']', '(?'],
  ...['\n', '\r\n', '\t', '\u0000', '\uFEFF', '\u202E'],
  ...[' x=y onclick=fault() ', '" onmouseover="fault()', "' autofocus onfocus='fault()"],
  ...['__proto__', 'ﬁ Žluťoučký kůň'],
];
