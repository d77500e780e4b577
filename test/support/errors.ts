/** Catching errors so that tests can look at them. */
import { meanings, PlenigoError, type PlenigoErrorCode } from '../../lib/base/errors.js';

export const errorCodes = Object.keys(meanings) as readonly PlenigoErrorCode[];

/** The PlenigoError that `work` fails with; anything else fails the test. */
export async function failure(work: Promise<unknown> | (() => unknown)): Promise<PlenigoError> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    if (error instanceof PlenigoError) return error;
    throw error;
  }
  throw new Error('expected a PlenigoError, but nothing failed');
}
