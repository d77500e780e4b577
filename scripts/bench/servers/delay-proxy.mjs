// A TCP proxy that makes loopback far away: every byte takes half a round trip, and so do the packets that open a connection.
import { connect, createServer } from 'node:net';
import { listen, serve } from '../../serve.mjs';

const [port, roundTrip] = process.argv.slice(2).map(Number);

/** What is on its way, the next to arrive first. */
const underWay = [];
let isWatched = false;

function send(due, deliver) {
  let index = underWay.length;
  while (index > 0 && underWay[index - 1].due > due) index -= 1;
  underWay.splice(index, 0, { due, deliver });
  if (!isWatched) watch();
}

/** Timers fire up to two milliseconds late, a tenth of the whole round trip: the last stretch is watched instead. */
function watch() {
  while (underWay.length > 0 && underWay[0].due <= performance.now()) underWay.shift().deliver();
  isWatched = underWay.length > 0;
  if (!isWatched) return;
  const wait = underWay[0].due - performance.now();
  if (wait > 3) setTimeout(watch, wait - 3);
  else setImmediate(watch);
}

/** Hands on what `from` sends, in order, half a round trip later; nothing counts as sent before `openAt`. */
function carry(from, to, openAt) {
  const later = (deliver) => send(Math.max(performance.now(), openAt) + roundTrip / 2, deliver);
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
