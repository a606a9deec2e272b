// Preloaded by NODE_OPTIONS: a process whose program has the name ENDS ends at its start, and one whose program has the name
// HANGS never starts.
const { ENDS, HANGS } = process.env;
const program = process.argv[1] ?? "";

if (ENDS && program.includes(ENDS)) process.exit(3);
if (HANGS && program.includes(HANGS)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
