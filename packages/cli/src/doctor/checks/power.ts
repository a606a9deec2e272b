import { type Finding, findingsOf } from "../finding.js";
import type { Readings } from "../readings.js";

/** Battery and power saving. */
export function checkPower({ power }: Pick<Readings, "power">): Finding {
  const { ok, unknown, warning } = findingsOf("power");
  const { source, saving } = power;
  if (source === null && saving === null) return unknown("the system does not show it");
  if (source !== "battery" && saving !== true) return ok(source ?? "the system does not save power");
  return warning({
    found: [source === "battery" ? "on battery" : "", saving === true ? "power saving is on" : ""]
      .filter((part) => part !== "")
      .join(", "),
    effect: "The system lowers the frequency of the processor, by an amount that changes with time.",
    advice: "Plug the machine in, and switch power saving off.",
  });
}
