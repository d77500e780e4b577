// For `npm run coverage`: only the process that runs the tests counts. The programs it starts load the same files through
// another door, compiled differently, and c8 cannot add the two up.
delete process.env.NODE_V8_COVERAGE;
