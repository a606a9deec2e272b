import type { Finding } from "../finding.js";
import type { Plans, Readings } from "../readings.js";
import { checkLoad, checkOtherRuns, checkOthers } from "./activity.js";
import { checkClock } from "./clock.js";
import { checkMemory } from "./memory.js";
import { checkPower } from "./power.js";
import {
  checkEmulation,
  checkGovernor,
  checkProcessors,
  checkTurbo,
  checkVirtualMachine,
} from "./processors.js";
import { checkEnvironment, checkFlags, checkNode } from "./program.js";
import { checkListeners, checkOpenFiles, checkPort } from "./sockets.js";

const CHECKS: readonly ((readings: Readings, plans: Plans) => Finding | undefined)[] = [
  checkNode,
  checkFlags,
  checkEnvironment,
  checkEmulation,
  checkProcessors,
  checkGovernor,
  checkTurbo,
  checkVirtualMachine,
  checkPower,
  checkLoad,
  checkOthers,
  checkOtherRuns,
  checkMemory,
  checkClock,
  checkOpenFiles,
  checkListeners,
  checkPort,
];

/** What all checks find. */
export function examine(readings: Readings, plans: Plans): readonly Finding[] {
  return CHECKS.map((check) => check(readings, plans)).filter((finding) => finding !== undefined);
}
