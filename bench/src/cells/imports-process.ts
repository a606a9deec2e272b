// Imports the modules of a benchmark of one adapter, and sends a message: `imports-process.js MODULE`. It imports nothing
// else, because the time until the message is measured.
await Promise.all([import("@wireduel/core"), import(process.argv[2] ?? "")]);
process.send?.("imported", () => {});
process.on("disconnect", () => process.exit());
