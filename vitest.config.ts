import { availableParallelism } from "node:os";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { startTranspiled } from "./scripts/transpile-for-tests.js";

const conditions = ["@wireduel/source"];
const FAULTS = "faults/src/{accounting,matrix,proxy,senders,soak,table}/**/*.test.ts";

/** Tests that leave nothing behind in their process: no listener, mock, timer or variable. */
const TOGETHER = [
  "{bench/src,examples/compose-demo/src,scripts}/**/*.test.ts",
  "packages/core/src/{adapter,clock,codec,control,events,failure,files,load,matrix,network,options,payload,provenance,receiver,report,result,round,run,senders,stats,tls,verdict}/**/*.test.ts",
  "packages/report-html/src/**/*.test.ts",
  "packages/cli/src/{adapters,commands,compare,completion,config,doctor,flags,formats,gate,output,program,progress,receive,remote,run,send,terminal}/**/*.test.ts",
];

const common: TestProjectInlineConfiguration["test"] = {
  pool: "forks",
  // Tests wait for progress. On a busy machine, the default of 1 s is too short.
  expect: { poll: { timeout: 20_000 } },
  // A simulation takes ten times as long on a busy machine.
  testTimeout: 120_000,
  hookTimeout: 60_000,
};

/** The packages name their sources under a condition of their exports. */
const sources: TestProjectInlineConfiguration = {
  resolve: { conditions },
  plugins: [startTranspiled],
  ssr: { resolve: { conditions, externalConditions: conditions } },
};
const fromSources = { ...common, execArgv: conditions.flatMap((condition) => ["--conditions", condition]) };

export default defineConfig({
  test: {
    globalSetup: ["scripts/build-for-tests.mjs", "scripts/transpile-for-tests.ts"],
    // Most tests wait for sockets and processes. vitest would use one worker on a machine with two cores.
    maxWorkers: Math.max(4, availableParallelism() - 1),
    projects: [
      {
        ...sources,
        test: {
          ...fromSources,
          name: "sources",
          include: ["{packages,examples}/*/src/**/*.test.ts", "{bench/src,faults/src,scripts}/**/*.test.ts"],
          exclude: [FAULTS, ...TOGETHER, "**/node_modules/**"],
        },
      },
      {
        // A process loads what they import once, and not for each file: that saves a third of a second of the processor for each.
        ...sources,
        test: { ...fromSources, name: "together", include: TOGETHER, isolate: false },
      },
      {
        // Faults are tried with what users run, the JavaScript of the last build.
        plugins: [startTranspiled],
        test: { ...common, name: "faults", include: [FAULTS], maxConcurrency: 6 },
      },
    ],
  },
});
