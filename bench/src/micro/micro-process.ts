// Measures the micro parts in a process that has run nothing else: `micro-process.js TIME_MS`.
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import { priceMicroParts } from "./micro-parts.js";

endWithParent();
sendToParent(await priceMicroParts(Number(process.argv[2])));
