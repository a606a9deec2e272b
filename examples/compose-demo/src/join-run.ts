import { type JoinBenchmarkOptions, joinBenchmark, WireduelError } from "@wireduel/core";
import { EXIT } from "./failure.js";
import { reportFailure } from "./program.js";
import { SIGNAL_EXIT } from "./signals.js";
import type { Stop } from "./stop.js";
import { variant } from "./variants.js";

/** Sends in the run of a coordinator until it is over. Resolves with the exit code. */
export async function joinRun(
  run: Pick<JoinBenchmarkOptions, "url" | "token" | "tls" | "label">,
  stop: Stop,
): Promise<number> {
  try {
    const { rounds, error } = await joinBenchmark({
      ...run,
      adapters: [variant("ws"), variant("grpc"), variant("tcp")],
      signal: stop.signal,
      events: {
        joined: ({ label, of }) => console.log(`transmitter: ${label} has joined a run of ${of}`),
      },
    });
    if (error === null) {
      console.log(`transmitter: the run is over after ${rounds} round${rounds === 1 ? "" : "s"}`);
      return EXIT.whole;
    }
    process.stderr.write(`compose-demo: the run failed: ${error.message} [${error.code}]\n`);
    return EXIT.failed;
  } catch (error) {
    if (stop.by !== undefined) {
      process.stderr.write(`compose-demo: stopped by ${stop.by}\n`);
      return SIGNAL_EXIT[stop.by] ?? EXIT.failed;
    }
    const code = reportFailure(error);
    if (error instanceof WireduelError && error.code === "COORDINATOR_UNREACHABLE") {
      process.stderr.write("compose-demo: with TRANSMITTERS, a coordinator must run; see README.md\n");
    }
    return code;
  }
}
