/** Same-origin requests of the sandbox's pages. Tokens travel in bodies only, never in an address. */

/** The sandbox did not answer. */
interface NoAnswer {
  step: 'error';
  code: 'network';
  detail: string;
}

/** Never rejects. */
export async function post<Reply>(path: string, body: unknown): Promise<Reply | NoAnswer> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'omit',
    });
    return (await response.json()) as Reply;
  } catch {
    return { step: 'error', code: 'network', detail: 'The request got no answer.' };
  }
}
