// A program that runs a benchmark, and has no file descriptors left after its first adapter. Its arguments are the index of a
// subject, and the URL of a receiver server, or `process`. It prints how the run ended. It must be started with a small limit.
import { openSync } from "node:fs";
import { outcomeOf } from "../runs/outcome.js";
import { OVER_ANY_LINK } from "../subjects.js";

const [, , index, receiver = "process"] = process.argv;
const subject = OVER_ANY_LINK[Number(index)];
if (subject === undefined) throw new Error(`there is no subject ${index}`);

function useAllDescriptors(): void {
  try {
    for (;;) openSync("/dev/null", "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EMFILE") throw error;
  }
}

const { error, result } = await outcomeOf({
  adapters: [subject.adapter({ label: "first" }), subject.adapter({ label: "second" })],
  receiver: receiver === "process" ? receiver : { url: receiver },
  events: { timing: useAllDescriptors },
});
process.stdout.write(`${JSON.stringify({ error, result })}\n`, () => process.exit());
