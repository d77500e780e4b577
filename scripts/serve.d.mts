/** The types of `serve.mjs`. */

import type { Server } from 'node:http';

export function serve(ready: object, answers?: Record<string, (input: never) => unknown>): void;
export function listen(server: Server): Promise<number>;
