/** API v3 of one sandbox: its state, its callbacks, and the handle to both. */
import type { IncomingMessage } from 'node:http';
import type { Reply } from '../http.js';
import type { State } from '../state.js';
import { Callbacks } from './callbacks.js';
import { answerV3, V3_PREFIX, V3_SDK_PATH, type V3Match } from './calls.js';
import { Events } from './events.js';
import { V3State } from './state.js';
import type { SandboxOffer, SandboxV3 } from './types.js';

interface V3Options {
  companyId: string;
  apiToken: string;
  callbackSecret: string;
  callbackUrl?: string | undefined;
  offers: Readonly<Record<string, SandboxOffer>>;
  keepLast: number;
}

export class V3Service {
  readonly state: V3State;
  readonly callbacks: Callbacks;
  readonly #options: V3Options;

  constructor(state: State, options: V3Options) {
    const { callbackSecret: secret, callbackUrl: url, keepLast } = options;
    this.#options = options;
    this.state = new V3State(state, options);
    this.callbacks = new Callbacks({ secret, url, now: state.now, keepLast });
    state.listener = new Events(this.state, this.callbacks);
  }

  answer(req: IncomingMessage, match: V3Match | undefined, query: URLSearchParams): Promise<Reply> {
    return answerV3(req, match, { query, v3: this.state, apiToken: this.#options.apiToken });
  }

  /** `url`: where the sandbox is. */
  handle(url: string): SandboxV3 {
    const { companyId, apiToken, callbackSecret } = this.#options;
    const { sessions, purchases } = this.state;
    return {
      options: { companyId, apiToken, apiUrl: url + V3_PREFIX.slice(0, -1), sdkUrl: url + V3_SDK_PATH, callbackSecret },
      get sessionLimit() {
        return sessions.limit;
      },
      set sessionLimit(limit) {
        sessions.limit = limit;
      },
      sessions: sessions.list,
      purchases,
      callbacks: this.callbacks,
    };
  }

  /** The address of callbacks stays. */
  clear(): void {
    this.state.clear();
    this.callbacks.clear();
  }
}
