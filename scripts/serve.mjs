// How a process of the bench or the soak talks to the one that started it, with `Program` of `program.ts` at the other end.

/** Says that this process is ready, then answers one question after the other by the function of its name. */
export function serve(ready, answers = {}) {
  process.on('message', async ({ name, input }) => {
    try {
      process.send({ output: await answers[name](input) });
    } catch (error) {
      process.send({ error: String(error?.stack ?? error) });
    }
  });
  // The one who asks has gone, so nobody is left to stop this process.
  process.on('disconnect', () => process.exit());
  process.send({ ready });
}

/** Listens on any free port of loopback and resolves to it. */
export function listen(server) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
}
