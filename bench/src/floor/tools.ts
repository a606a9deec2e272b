import { execFileSync, spawn } from "node:child_process";
import { UsageError } from "../command-line.js";

const TOOLS = ["sockperf", "iperf3"] as const;
const INSTALL = "apt-get install -y sockperf iperf3";

/**
 * The versions of the C programs.
 * @throws UsageError if one is not installed, with the command that installs both
 */
export function toolVersions(): Record<string, string> {
  return Object.fromEntries(TOOLS.map((tool) => [tool, versionOf(tool)]));
}

function versionOf(tool: string): string {
  try {
    const text = execFileSync(tool, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return text.match(/\d+\.\d+(\.\d+)?/)?.[0] ?? "unknown";
  } catch {
    throw new UsageError(`expected the programs ${TOOLS.join(" and ")}, got no ${tool}: ${INSTALL}`);
  }
}

/** A C program that runs until it ends or is ended. */
export interface RunningTool {
  readonly processId: number;
  /** What it has printed so far. */
  output(): string;
  /** Resolves with its whole output. Rejects if it failed. */
  readonly ended: Promise<string>;
  stop(): void;
}

/** Starts a program in the language C, which its output is parsed in. */
export function startTool(tool: string, args: readonly string[], signal: AbortSignal): RunningTool {
  const child = spawn(tool, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LC_ALL: "C" },
    signal,
  });
  let output = "";
  const read = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  const ended = new Promise<string>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${tool} ended with exit code ${code}: ${output.slice(-500)}`));
    });
  });
  // Who stops it does not wait for its end.
  ended.catch(() => {});
  return {
    processId: child.pid ?? 0,
    output: () => output,
    ended,
    stop: () => child.kill("SIGKILL"),
  };
}

const LISTEN_MS = 10_000;
const LOOK_MS = 10;

/**
 * Waits until a program has printed a text.
 * @throws Error if it ends before, or does not print it in ten seconds
 */
export async function untilPrinted(running: RunningTool, text: string): Promise<void> {
  let failure: unknown;
  running.ended.then(
    () => {
      failure = new Error(`it ended before it printed ${text}`);
    },
    (error: unknown) => {
      failure = error;
    },
  );
  for (let waited = 0; !running.output().includes(text); waited += LOOK_MS) {
    if (failure !== undefined) throw failure;
    if (waited > LISTEN_MS) throw new Error(`${text} was not printed within ${LISTEN_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
