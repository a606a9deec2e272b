import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Options } from "tsup";

// All JavaScript of the workspace in one go; type declarations are made apart, by `build:types` of each package.
const root = dirname(fileURLToPath(import.meta.url));

function unit(folder: string, entry: Record<string, string>, more: Partial<Options> = {}): Options {
  return {
    name: folder,
    entry: Object.fromEntries(Object.entries(entry).map(([name, file]) => [name, join(root, folder, file)])),
    outDir: join(root, folder, "dist"),
    format: "esm",
    platform: "node",
    target: "node20",
    splitting: true,
    sourcemap: true,
    // What a package names as dependency is never bundled, wherever this file is read from.
    skipNodeModulesBundle: true,
    ...more,
  };
}

const packages: Options[] = [
  unit("packages/core", {
    index: "src/index.ts",
    adapter: "src/adapter/index.ts",
    ahead: "src/ahead/index.ts",
    report: "src/report/index.ts",
    testing: "src/testing/index.ts",
    "receiver-process": "src/control/receiver-process.ts",
    "receiver-server-process": "src/control/receiver-server-process.ts",
    "sender-process": "src/senders/sender-process.ts",
    "tap-process": "src/network/tap-process.ts",
  }),
  unit("packages/report-html", { index: "src/index.ts" }),
  unit("packages/adapter-ws", { index: "src/index.ts" }),
  unit(
    "packages/adapter-grpc",
    { index: "src/index.ts" },
    {
      async onSuccess() {
        await cp(join(root, "proto"), join(root, "packages/adapter-grpc/dist/proto"), { recursive: true });
      },
    },
  ),
  unit("packages/adapter-tcp", { index: "src/index.ts" }),
  unit("packages/adapter-http", { index: "src/index.ts" }),
  unit("packages/cli", { index: "src/index.ts", main: "src/main.ts" }),
];

const demo = unit("examples/compose-demo", {
  start: "src/start.ts",
  receiver: "src/receiver.ts",
  transmitter: "src/transmitter.ts",
  coordinator: "src/coordinator.ts",
  health: "src/health.ts",
});

export default [...packages, demo];
