// A program that runs a benchmark, and has no file descriptors left after its first adapter. Its arguments are the index of a
// subject, and the URL of a receiver server, or `process`. It prints how the run ended.
import { execFileSync } from "node:child_process";
import { outcomeOf } from "../runs/outcome.js";
import { OVER_ANY_LINK } from "../subjects.js";

const [, , index, receiver = "process"] = process.argv;
const subject = OVER_ANY_LINK[Number(index)];
if (subject === undefined) throw new Error(`there is no subject ${index}`);

/** From now on, it may open nothing. What an end that has closed gives back some time later does not help either. */
function mayOpenNothing(): void {
  execFileSync("prlimit", [`--pid=${process.pid}`, "--nofile=0:"]);
}

const { error, result } = await outcomeOf({
  adapters: [subject.adapter({ label: "first" }), subject.adapter({ label: "second" })],
  receiver: receiver === "process" ? receiver : { url: receiver },
  events: { timing: mayOpenNothing },
});
process.stdout.write(`${JSON.stringify({ error, result })}\n`, () => process.exit());
