// A TCP proxy that makes loopback far away: every byte takes half a round trip, and so do the packets that open a connection.
import { connect, createServer } from 'node:net';
import { listen, serve } from './ready.mjs';

const port = Number(process.argv[2]);
const roundTrip = Number(process.argv[3]);

/** Hands on what `from` sends, in order, half a round trip later; nothing counts as sent before `openAt`. */
function carry(from, to, openAt) {
  const queue = [];
  const later = (deliver) => {
    queue.push(deliver);
    const now = performance.now();
    // Timers of different lengths may fire out of order; whichever fires, the oldest goes first.
    setTimeout(() => queue.shift()(), Math.max(now, openAt) - now + roundTrip / 2);
  };
  from.on('data', (chunk) => later(() => to.write(chunk)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => to.destroy());
}

const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
  const target = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  // The client took its connection for open at once; over a real distance that takes one round trip.
  carry(client, target, performance.now() + roundTrip);
  carry(target, client, 0);
});
serve({ port: await listen(server) });
