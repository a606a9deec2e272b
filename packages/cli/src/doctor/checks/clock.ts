import { type Finding, findingsOf } from "../finding.js";
import type { Readings } from "../readings.js";

/** Sources that are read from a device instead of the processor. */
const SLOW_SOURCES = /^(hpet|acpi_pm|pit|jiffies|refined-jiffies)$/;
/** A stamp takes about 100 ns. A call of the kernel for each takes several times as long. */
const SLOW_STAMP_NS = 1_000;

/** What a stamp costs, and where it comes from. */
export function checkClock({ clockSource, stampNs }: Pick<Readings, "clockSource" | "stampNs">): Finding {
  const { ok, warning } = findingsOf("clock source");
  const cost = `${Math.round(stampNs).toLocaleString("en")} ns for one stamp`;
  const found = clockSource === null ? cost : `${clockSource}, ${cost}`;
  if (stampNs <= SLOW_STAMP_NS && !SLOW_SOURCES.test(clockSource ?? "")) return ok(found);
  return warning({
    found,
    effect: "Each payload has about ten stamps, and their cost is part of its time.",
    advice:
      "Look for `clocksource` in `dmesg`: Linux gives up `tsc` if it is not stable. In a virtual machine, choose " +
      "another kind of machine.",
  });
}
