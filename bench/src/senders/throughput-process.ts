// A fresh process for each run: with one sender, it is the one that sends.
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import { measureThroughput } from "./throughput.js";

endWithParent();
const [place, settings] = JSON.parse(process.argv[2] ?? "") as Parameters<typeof measureThroughput>;
sendToParent(await measureThroughput(place, settings));
