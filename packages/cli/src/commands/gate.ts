import { type Command, defineCommand } from "../command.js";
import { gate as run } from "../gate/gate.js";
import { GATE_FLAGS } from "../gate/gate-flags.js";

/** `wireduel gate` */
export const gate: Command = defineCommand({
  name: "gate",
  summary: "Fails if an adapter became slower, or is beyond a limit. For CI.",
  takes: "[ADAPTER...]",
  flags: GATE_FLAGS,
  examples: [
    {
      command: "wireduel gate --base ../main/adapter --head ./adapter",
      meaning: "fail if the adapter of this branch is more than 10 % slower than that of main",
    },
    {
      command: "wireduel gate ws --base-modules ./old --head-modules ./new --fail-if-slower 5%",
      meaning: "compare two versions of the library ws that are installed in two folders",
    },
    {
      command: "wireduel gate grpc --fail-if 'grpc.p99 > 20ms' --network lan",
      meaning: "fail if the whole interval of the p99 is above 20 ms",
    },
  ],
  run,
});
