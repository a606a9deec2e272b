// The program behind `wireduel`. First it starts the processes of a run, because they take as long to load their modules as this
// process does. Then it loads everything else.
import { startRunAhead } from "./program/start-run-ahead.js";

startRunAhead(process.argv.slice(2));
await import("./program/main-program.js");
