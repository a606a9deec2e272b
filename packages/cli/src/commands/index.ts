import type { Command } from "../command.js";
import { adapters } from "./adapters.js";
import { compare } from "./compare.js";
import { completionCommand } from "./completion.js";
import { doctor } from "./doctor.js";
import { gate } from "./gate.js";
import { init } from "./init.js";
import { receive } from "./receive.js";
import { report } from "./report.js";
import { run } from "./run.js";
import { send } from "./send.js";

/** All commands, in the order of the help. The first one is the default. */
export const COMMANDS: readonly [Command, ...Command[]] = [
  run,
  gate,
  report,
  compare,
  receive,
  send,
  adapters,
  init,
  doctor,
  completionCommand(() => COMMANDS),
];
