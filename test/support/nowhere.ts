// An address at which nothing listens, at no time.

/**
 * The port of a server that was closed may be the next one of somebody else. This one is given to nobody who asks for
 * any, and no fetch refuses to ask it.
 */
export const nowhere = 'http://127.0.0.1:2';
