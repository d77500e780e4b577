/** A span of OpenTelemetry for every attempt of every call. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { CallEvent } from 'express-plenigo';

/** What is used of OpenTelemetry's tracer, which fits as it is. */
interface Tracer {
  startSpan(
    name: string,
    options: { kind: number; startTime: number; attributes: Record<string, string | number> },
  ): { setStatus(status: { code: number; message?: string }): unknown; end(): void };
}

const CLIENT = 2; // SpanKind.CLIENT
const ERROR = 2; // SpanStatusCode.ERROR

/** Gives back a function that ends it. */
export function tracePlenigo(tracer: Tracer): () => void {
  const onCall = (message: unknown) => {
    const { call, attempt, duration, status, code } = message as CallEvent;
    const span = tracer.startSpan(`plenigo ${call}`, {
      kind: CLIENT,
      startTime: Date.now() - duration,
      attributes: {
        'plenigo.call': call,
        ...(status !== undefined && { 'http.response.status_code': status }),
        ...(attempt > 1 && { 'http.request.resend_count': attempt - 1 }),
        ...(code !== undefined && { 'error.type': code }),
      },
    });
    if (code !== undefined) span.setStatus({ code: ERROR, message: code });
    span.end();
  };
  subscribe('express-plenigo:call', onCall);
  return () => unsubscribe('express-plenigo:call', onCall);
}
