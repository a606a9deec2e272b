import type { Command } from "../command.js";
import { compare } from "./compare.js";
import { doctor } from "./doctor.js";
import { init } from "./init.js";
import { report } from "./report.js";
import { run } from "./run.js";

/** All commands, in the order of the help. The first one is the default. */
export const COMMANDS: readonly [Command, ...Command[]] = [run, report, compare, init, doctor];
