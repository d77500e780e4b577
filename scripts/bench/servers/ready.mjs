// How a bench process talks to the one that started it: it says that it is ready, then answers one message after the other.

/** `answers` has one function a message name; whatever it returns (or resolves to) goes back. */
export function serve(ready, answers = {}) {
  process.on('message', async ({ name, input }) => {
    const answer = answers[name];
    try {
      process.send({ output: await answer(input) });
    } catch (error) {
      process.send({ error: String(error?.stack ?? error) });
    }
  });
  // The bench is over, or has died: nobody is left to stop this process.
  process.on('disconnect', () => process.exit());
  process.send({ ready });
}

/** Listens on any free port of loopback and resolves to it. */
export function listen(server) {
  // Connections are kept while other contenders have their turn.
  server.keepAliveTimeout = 600_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
}
