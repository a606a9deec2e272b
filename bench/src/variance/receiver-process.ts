// The receiver of a process pair: `receiver-process.js VARIANT`. It stays the same for all connections. Its message is its URL.
import { serveReceivers } from "@wireduel/core";
import { makeAdapter } from "../cells/run-cell.js";
import { type VariantName, wireduelVariant } from "../cells/variants.js";
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";

endWithParent();
const adapter = await makeAdapter(wireduelVariant(process.argv[2] as VariantName));
const { url } = await serveReceivers({ adapters: [adapter] });
sendToParent(url);
