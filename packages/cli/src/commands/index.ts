import type { Command } from "../command.js";
import { doctor } from "./doctor.js";
import { init } from "./init.js";
import { run } from "./run.js";

/** All commands, in the order of the help. The first one is the default. */
export const COMMANDS: readonly [Command, ...Command[]] = [run, init, doctor];
