// Imports one module in a fresh process and says how long that took, in ms.
const started = performance.now();
await import(process.argv[2]);
console.log(performance.now() - started);
