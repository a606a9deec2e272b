// Imports what a benchmark of one adapter imports, and sends a message: `imports-process.js MODULE`. Imports nothing else, as
// the time until the message is what is measured.
await Promise.all([import("@wireduel/core"), import(process.argv[2] ?? "")]);
process.send?.("imported", () => {});
process.on("disconnect", () => process.exit());
