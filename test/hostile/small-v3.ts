/** A small plenigo of API v3 whose support can move a customer from one user of the site to another. */

import { json, type RecordingServer } from '../support/recording-server.js';

const NOBODY = json(404, { errorCode: 20404 });

/** What a `RecordingServer` answers as API v3 would. */
export class SmallV3 {
  /** Spreads into `createPlenigo`. */
  readonly options: { companyId: string; apiToken: string; apiUrl: string };
  /** Customer ids by the site's user ids. */
  readonly owners = new Map<string, string>();
  /** Customer ids of those who have the access right `PLUS`. */
  readonly buyers = new Set<string>();
  readonly #server: RecordingServer;

  constructor(server: RecordingServer) {
    this.#server = server;
    this.options = { companyId: 'COMPANY', apiToken: 'token', apiUrl: `${server.url}/api/v3.0` };
    server.answer = (response, request) => this.#answer(request.method ?? '', request.url ?? '')(response, request);
  }

  /** What plenigo was asked, each as `METHOD /path` below the address of the API. */
  get calls(): string[] {
    return this.#server.requests.map(({ method, url }) => `${method} ${url.replace('/api/v3.0', '')}`);
  }

  #answer(method: string, url: string) {
    const [room = '', name = '', last = ''] = url.replace('/api/v3.0/', '').split(/[/?]/);
    if (name === 'customerIdByExternalSystemId') {
      const customerId = this.owners.get(last);
      return customerId === undefined ? NOBODY : json(200, { customerId });
    }
    if (name === 'transferToken') return json(200, { transferToken: 'transfer-1' });
    if (room === 'accessRights') {
      return json(200, { customerId: name, accessGranted: url.endsWith('=PLUS') && this.buyers.has(name) });
    }
    if (room === 'checkout') return json(200, { purchaseId: 'purchase-1' });
    if (room === 'sessions') return json(202, { customerSession: `session-of-${name}` });
    if (method === 'GET') return NOBODY;
    if (method === 'PUT') return json(200, {});
    const customerId = String(900 + this.#server.requests.length);
    const { externalSystemId, email } = Object(this.#server.requests.at(-1)?.body);
    this.owners.set(externalSystemId, customerId);
    return json(201, { customerId, externalSystemId, email });
  }
}
