// Prices the micro parts in a process that has run nothing else: `micro-process.js TIME_MS`.
import { priceMicroParts } from "./micro-parts.js";

process.on("disconnect", () => process.exit());
// Ctrl-C reaches every process of the terminal; the bench decides when this one ends.
process.on("SIGINT", () => {});
process.send?.(await priceMicroParts(Number(process.argv[2])), () => {});
