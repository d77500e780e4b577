/** What the Content-Security-Policies of a page let it load. */

/** One policy: the sources of each directive. */
type Policy = ReadonlyMap<string, readonly string[]>;

/** What is to be loaded, from which page, and the nonce of its tag. */
interface Wish {
  readonly url: URL;
  readonly page: URL;
  readonly nonce?: string | undefined;
}

/** Each directive that may decide comes before the one that stands in for it. */
const deciding = {
  script: ['script-src-elem', 'script-src', 'default-src'],
  handler: ['script-src-attr', 'script-src', 'default-src'],
  connection: ['connect-src', 'default-src'],
  frame: ['frame-src', 'child-src', 'default-src'],
} as const;

/** Reads header values and `content` attributes; each may hold several policies. */
export function readPolicies(texts: readonly string[]): Policy[] {
  return texts
    .flatMap((text) => text.split(','))
    .map((text) => {
      const policy = new Map<string, readonly string[]>();
      for (const directive of text.split(';')) {
        const [name = '', ...sources] = directive.trim().split(/\s+/);
        // The first of two directives with one name counts.
        if (!policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), sources);
      }
      return policy;
    });
}

/** The directive that forbids it, or undefined if every policy allows it. */
export function findBan(policies: readonly Policy[], kind: 'script' | 'connection' | 'frame', wish: Wish) {
  return findDirective(policies, kind, (sources) => {
    if (kind === 'script' && wish.nonce && sources.includes(`'nonce-${wish.nonce}'`)) return true;
    if (kind === 'script' && sources.includes("'strict-dynamic'")) return false;
    return sources.some((source) => fits(source, wish));
  });
}

/** The directive that forbids a handler in an attribute, such as `onclick`, or undefined. */
export function findHandlerBan(policies: readonly Policy[]) {
  return findDirective(policies, 'handler', (sources) => {
    // With one of these browsers ignore 'unsafe-inline'.
    const isStrict = sources.some((source) => /^'(nonce-|sha\d+-|strict-dynamic)/i.test(source));
    return sources.includes("'unsafe-inline'") && !isStrict;
  });
}

function findDirective(
  policies: readonly Policy[],
  kind: keyof typeof deciding,
  allows: (sources: readonly string[]) => boolean,
): string | undefined {
  for (const policy of policies) {
    const directive = deciding[kind].find((name) => policy.has(name));
    if (directive !== undefined && !allows(policy.get(directive) ?? [])) return directive;
  }
  return undefined;
}

const SOURCE = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/:]+)(?::(\d+|\*))?(\/.*)?$/i;

/** Whether `url` fits one source of a list: `'self'`, `*`, a scheme or a host. */
function fits(source: string, { url, page }: Wish): boolean {
  if (source === "'self'") return url.origin === page.origin;
  if (source === '*') return /^https?:$/.test(url.protocol);
  if (/^[a-z][a-z0-9+.-]*:$/i.test(source)) return fitsScheme(source.toLowerCase(), url);
  const [, scheme, host = '', port, path] = SOURCE.exec(source) ?? [];
  const name = host.toLowerCase();
  const fitsHost = name.startsWith('*.') ? url.hostname.endsWith(name.slice(1)) : name === url.hostname;
  const fitsPort = port === '*' || (port ?? '') === url.port || (port === defaultPort(url) && url.port === '');
  const fitsPath =
    !path || path === '/' || (path.endsWith('/') ? url.pathname.startsWith(path) : url.pathname === path);
  return fitsHost && fitsPort && fitsPath && fitsScheme(scheme ? `${scheme.toLowerCase()}:` : page.protocol, url);
}

/** What is allowed without encryption is allowed with it. */
const fitsScheme = (scheme: string, { protocol }: URL) =>
  scheme === protocol || (scheme === 'http:' && protocol === 'https:');

const defaultPort = ({ protocol }: URL) => (protocol === 'https:' ? '443' : '80');
