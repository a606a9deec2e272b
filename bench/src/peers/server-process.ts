// The process of a server: `server-process.js PROTOCOL`. Its first message is its port. It answers each message from its
// parent with the number of messages so far.
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import type { PeerProtocol } from "./plan.js";
import { SERVERS } from "./servers.js";

endWithParent();
let count = 0;
const port = await SERVERS[process.argv[2] as PeerProtocol](() => {
  count++;
});
process.on("message", () => sendToParent(count));
sendToParent(port);
