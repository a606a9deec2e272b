import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { PowerReading } from "../readings.js";
import { namesIn, readText } from "./files.js";

const UNKNOWN: PowerReading = { source: null, saving: null };
const SUPPLIES = "sys/class/power_supply";
/** The power plan that Windows calls "Power saver". The name is translated, the number is not. */
const WINDOWS_SAVER = /a1841308-3541-4fab-bc81-f71556f20b4a/i;

/** Where the power comes from, and whether the system saves it. */
export async function readPower(root: string): Promise<PowerReading> {
  if (process.platform === "darwin") {
    return macPower(await output("pmset", ["-g", "batt"]), await output("pmset", ["-g"]));
  }
  if (process.platform === "win32") return windowsPower(await output("powercfg", ["/getactivescheme"]));
  return linuxPower(root);
}

/** From the files of Linux. A machine that lists no power supply is not a laptop. */
export function linuxPower(root: string): PowerReading {
  const supplies = namesIn(root, SUPPLIES).map((name) => ({
    type: readText(root, `${SUPPLIES}/${name}/type`),
    online: readText(root, `${SUPPLIES}/${name}/online`),
    status: readText(root, `${SUPPLIES}/${name}/status`),
    // A mouse has a battery, too.
    scope: readText(root, `${SUPPLIES}/${name}/scope`),
  }));
  const batteries = supplies.filter(({ type, scope }) => type === "Battery" && scope !== "Device");
  const plugged = supplies.some(({ type, online }) => type !== "Battery" && online === "1");
  const draining = batteries.some(({ status }) => status === "Discharging");
  const profile = readText(root, "sys/firmware/acpi/platform_profile");
  return {
    source: batteries.length > 0 && draining && !plugged ? "battery" : "mains",
    saving: profile === null ? null : profile === "low-power" || profile === "quiet",
  };
}

/** From what `pmset` of macOS prints. */
export function macPower(batteries: string | null, settings: string | null): PowerReading {
  const [, drawn] = batteries?.match(/drawing from '(AC|Battery|UPS) Power'/) ?? [];
  const [, saving] = settings?.match(/^\s*lowpowermode\s+(\d)/m) ?? [];
  return {
    source: drawn === undefined ? null : drawn === "AC" ? "mains" : "battery",
    saving: saving === undefined ? null : saving === "1",
  };
}

/** From what `powercfg /getactivescheme` of Windows prints. */
export function windowsPower(scheme: string | null): PowerReading {
  return scheme === null ? UNKNOWN : { source: null, saving: WINDOWS_SAVER.test(scheme) };
}

/** What a program prints. Null if it cannot be started or fails. */
async function output(program: string, args: readonly string[]): Promise<string | null> {
  try {
    return (await promisify(execFile)(program, args, { timeout: 5_000 })).stdout;
  } catch {
    return null;
  }
}
