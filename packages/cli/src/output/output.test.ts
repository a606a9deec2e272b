import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { describe, expect } from "vitest";
import { EXIT } from "../exit-code.js";
import { it } from "../fixtures/command.js";

const SHORT = "tcp --size 100 --count 10 --rounds 1";
const isLinux = process.platform === "linux";

/** Whether this user may mount a file system of its own. */
function canMount(): boolean {
  try {
    execFileSync("unshare", ["--map-root-user", "--mount", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe.concurrent("what is written", { timeout: 120_000 }, () => {
  it("may have a reader that stops reading", async ({ cli }) => {
    const line = `set -o pipefail; $WIREDUEL ${SHORT} --format text | head -n 1`;
    const { code, stdout, stderr } = await cli.shell(line).finished;
    expect(code, stderr).toBe(EXIT.ok);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).not.toContain("EPIPE");
  });

  it("may have no reader at all, on stdout or on stderr", async ({ cli }) => {
    const codes = await Promise.all([
      cli.shell(`$WIREDUEL ${SHORT} >&-`).finished,
      cli.shell(`$WIREDUEL ${SHORT} 2>&-`).finished,
      cli.shell(`set -o pipefail; $WIREDUEL ${SHORT} | true`).finished,
      cli.shell(`$WIREDUEL ${SHORT} 2> >(true)`).finished,
    ]);
    expect(codes.map(({ code }) => code)).toEqual([EXIT.ok, EXIT.ok, EXIT.ok, EXIT.ok]);
    expect(codes[1]?.stdout).toContain("TCP");
    expect(codes[3]?.stdout).toContain("TCP");
  });

  it.runIf(isLinux)("ends with 1 if stdout is a full disk, and stores the result", async ({ cli }) => {
    const { code, stderr } = await cli.shell(`$WIREDUEL ${SHORT} --out results > /dev/full`).finished;
    expect(code).toBe(EXIT.failed);
    expect(stderr).toContain("ENOSPC");
    expect(readdirSync(cli.path("results"))).toHaveLength(1);
  });

  it.runIf(isLinux)("ends well if stderr is a full disk", async ({ cli }) => {
    const { code, stdout } = await cli.shell(`$WIREDUEL ${SHORT} --no-out 2> /dev/full`).finished;
    expect(code).toBe(EXIT.ok);
    expect(stdout).toContain("TCP");
  });

  it.runIf(isLinux)("warns if the usual folder cannot be written to, and measures", async ({ cli }) => {
    const { code, stdout, stderr } = await cli.run(SHORT.split(" "), { cwd: "/proc" });
    expect(code, stderr).toBe(EXIT.ok);
    expect(stdout).toContain("TCP");
    expect(stderr).toContain("warning");
  });

  it.runIf(isLinux)(
    "ends with 1 if the file of --json cannot be written, and prints the result",
    async ({ cli }) => {
      const { code, stdout, stderr } = await cli.run([...SHORT.split(" "), "--no-out", "--json=/dev/full"]);
      expect(code).toBe(EXIT.failed);
      expect(stdout).toContain("TCP");
      expect(stderr).toContain("ENOSPC");
    },
  );

  // It needs a file system of its own.
  it.runIf(isLinux && canMount()).for([
    ["that was named", "--out full", EXIT.failed, "the result cannot be stored"],
    ["that is the usual one", "", EXIT.ok, "warning"],
  ] as const)(
    "prints the result if the disk of the folder %s is full",
    async ([, flag, expected, said], { cli }) => {
      const name = flag === "" ? "wireduel-results" : "full";
      mkdirSync(cli.path(name));
      const inside = `mount -t tmpfs -o size=8k none ${name} && $WIREDUEL ${SHORT} ${flag}; code=$?; ls -A ${name}/* >&2; exit $code`;
      const { code, stdout, stderr } = await cli.shell(`unshare --map-root-user --mount bash -c '${inside}'`)
        .finished;
      expect(code, stderr).toBe(expected);
      expect(stdout).toContain("TCP");
      expect(stderr).toContain(said);
      // No half of a file is left.
      expect(stderr).not.toContain(".tmp");
    },
  );

  it.runIf(isLinux && canMount())(
    "refuses a folder of a read-only file system before it measures",
    async ({ cli }) => {
      mkdirSync(cli.path("fixed"));
      const inside = `mount -t tmpfs -o ro none fixed && $WIREDUEL ${SHORT} --out fixed`;
      const { code, stdout, stderr } = await cli.shell(`unshare --map-root-user --mount bash -c '${inside}'`)
        .finished;
      expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: "" });
      expect(stderr).toContain("--out");
    },
  );
});
