// Imports what a benchmark of one adapter imports, and says so: `imports-process.js MODULE`.
await Promise.all([import("@wireduel/core"), import(process.argv[2] ?? "")]);
process.send?.("imported", () => {});
process.on("disconnect", () => process.exit());
