import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileTree } from "../../fixtures/file-tree.js";
import { clockSourceOf, stampCostNs } from "./clock.js";
import { listenersOf, portErrorOf } from "./listeners.js";
import { watchMemory } from "./memory.js";
import { openFilesOf } from "./open-files.js";
import { linuxPower, macPower, windowsPower } from "./power.js";
import { processesOfRuns, watchProcesses } from "./processes.js";

const statOf = (name: string, ticks: number, started = 0) =>
  `12 (${name}) S${" 0".repeat(10)} ${ticks} 0${" 0".repeat(6)} ${started}${" 0".repeat(30)}\n`;

describe("processes", () => {
  it("are those that worked in between, busiest first", () => {
    const root = fileTree({
      "proc/12/stat": statOf("idle", 500),
      "proc/13/stat": statOf("odd (name)", 100),
      "proc/14/stat": statOf("reused", 900),
      "proc/15/stat": statOf("kworker/1:1-events", 700),
      "proc/uptime": "1",
    });
    const stop = watchProcesses(root);
    writeFileSync(join(root, "proc/13/stat"), statOf("odd (name)", 150));
    writeFileSync(join(root, "proc/14/stat"), statOf("reused", 100, 5));
    writeFileSync(join(root, "proc/15/stat"), statOf("kworker/1:1-mm_percpu_wq", 704));
    expect(stop(2_000)).toEqual([
      { id: 14, name: "reused", share: 0.5 },
      { id: 13, name: "odd (name)", share: 0.25 },
      { id: 15, name: "kworker/1:1-mm_percpu_wq", share: 0.02 },
    ]);
  });

  it("of a run are found by what they run", () => {
    const root = fileTree({
      "proc/1/cmdline": "node\0/app/node_modules/@wireduel/core/dist/sender-process.js\0",
      "proc/2/cmdline": "node\0src/control/receiver-process.ts",
      "proc/3/cmdline": "vi\0sender-process.ts.orig",
    });
    expect(processesOfRuns(root)).toEqual([1, 2]);
  });

  it("are unknown without proc", () => {
    const root = fileTree({});
    expect(watchProcesses(root)(2_000)).toBeNull();
    expect(processesOfRuns(root)).toBeNull();
  });
});

describe("listeners", () => {
  const line = (port: string, state: string, inode: number) =>
    `   0: 0100007F:${port} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000 0 ${inode} 1 0\n`;

  it("have ports and names", () => {
    const head = "  sl  local_address ...\n";
    const root = fileTree(
      {
        "proc/net/tcp": head + line("1F90", "0A", 41) + line("1F91", "01", 42),
        "proc/net/tcp6": head + line("0050", "0A", 43),
        "proc/7/stat": statOf("server", 1),
      },
      { "proc/7/fd/3": "socket:[41]", "proc/7/fd/4": "/dev/null" },
    );
    expect(listenersOf(root)).toEqual([
      { port: 80, program: null },
      { port: 8_080, program: "server" },
    ]);
    expect(listenersOf(fileTree({}))).toBeNull();
  });

  it("keep a port from others", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as { port: number };
    expect(await portErrorOf(port)).toBe("EADDRINUSE");
    await new Promise((resolve) => server.close(resolve));
    expect(await portErrorOf(port)).toBeNull();
  });
});

it("memory is what programs can get, and what was swapped in between", () => {
  const root = fileTree({
    "proc/meminfo": "MemFree: 1 kB\nMemAvailable:   2000 kB\n",
    "proc/vmstat": "pswpin 5\npswpout 7\n",
  });
  const stop = watchMemory(root);
  writeFileSync(join(root, "proc/vmstat"), "pswpin 6\npswpout 9\n");
  expect(stop()).toEqual({ availableBytes: 2_048_000, swappedPages: 3 });
  expect(watchMemory(fileTree({}))().swappedPages).toBeNull();
});

describe("power", () => {
  const supply = (name: string, files: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(files).map(([file, text]) => [`sys/class/power_supply/${name}/${file}`, text]),
    );
  const battery = supply("BAT0", { type: "Battery", status: "Discharging" });

  it.each([
    [{}, { source: "mains", saving: null }],
    [battery, { source: "battery", saving: null }],
    [
      { ...battery, ...supply("AC", { type: "Mains", online: "1" }) },
      { source: "mains", saving: null },
    ],
    [
      supply("mouse", { type: "Battery", status: "Discharging", scope: "Device" }),
      { source: "mains", saving: null },
    ],
    [{ "sys/firmware/acpi/platform_profile": "low-power" }, { source: "mains", saving: true }],
  ])("of Linux: %j", (files, expected) => {
    expect(linuxPower(fileTree(files))).toEqual(expected);
  });

  it("of macOS and Windows is read from what their programs print", () => {
    const batteries = "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t80%; discharging;";
    expect(macPower(batteries, " lowpowermode         1\n")).toEqual({ source: "battery", saving: true });
    expect(macPower("Now drawing from 'AC Power'", null)).toEqual({ source: "mains", saving: null });
    expect(macPower(null, null)).toEqual({ source: null, saving: null });
    const saver = "GUID du mode : a1841308-3541-4fab-bc81-f71556f20b4a  (Économies)";
    expect(windowsPower(saver)).toEqual({ source: null, saving: true });
    expect(windowsPower("Power Scheme GUID: 381b4222-f694-41f0-9685-ff5bb260df2e  (Balanced)").saving).toBe(
      false,
    );
    expect(windowsPower(null).saving).toBeNull();
  });
});

it("the limit of open files comes from Node's report", () => {
  expect(openFilesOf({ userLimits: { open_files: { soft: 1_024 } } })).toBe(1_024);
  expect(openFilesOf({ userLimits: { open_files: { soft: "unlimited" } } })).toBe(Number.POSITIVE_INFINITY);
  expect(openFilesOf({})).toBeNull();
  expect(openFilesOf()).toBeGreaterThan(0);
});

it("a stamp costs something, and its source has a name on Linux", () => {
  expect(stampCostNs()).toBeGreaterThan(0);
  expect(
    clockSourceOf(fileTree({ "sys/devices/system/clocksource/clocksource0/current_clocksource": "tsc\n" })),
  ).toBe("tsc");
  expect(clockSourceOf(fileTree({}))).toBeNull();
});
