// A fetch for the option `fetch`, straight on node:http: the code that docs/performance.md shows for busy sites.
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export function createHttpFetch(apiUrl) {
  const isTls = apiUrl.startsWith('https:');
  const request = isTls ? httpsRequest : httpRequest;
  const agent = new (isTls ? HttpsAgent : HttpAgent)({ keepAlive: true, scheduling: 'lifo' });
  return (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const sent = request(url, { method, headers, signal, agent }, (answer) => {
        resolve({
          status: answer.statusCode,
          headers: { get: (name) => answer.headers[name] ?? null },
          body: answer,
          text: async () => {
            let text = '';
            for await (const chunk of answer.setEncoding('utf8')) text += chunk;
            return text;
          },
        });
      });
      sent.once('error', reject);
      sent.end(body);
    });
}
