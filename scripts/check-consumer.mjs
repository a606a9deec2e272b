// Tests the packages like a user: packs with the command of the README, installs the tarballs with npm into an empty
// folder, type-checks the sample of the README there, and runs it unchanged.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkBundles, checkModules } from "./consumer-bundles.mjs";
import { root, run } from "./packages.mjs";

const readme = readFileSync(join(root, "README.md"), "utf8");
const samples = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
const sample = samples.find((code) => code.includes("runBenchmark("));
if (sample === undefined) throw new Error("README.md has no sample that calls runBenchmark");

const pack = /^npx --yes pnpm@10 run pack:all/m.exec(readme)?.[0];
if (pack === undefined) throw new Error("README.md has no command that packs the packages");

const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
if (!devDependencies.typescript) throw new Error("the workspace has no TypeScript");
const { version: typescript } = JSON.parse(
  readFileSync(join(root, "node_modules/typescript/package.json"), "utf8"),
);
const { version: nodeTypes } = JSON.parse(
  readFileSync(join(root, "node_modules/@types/node/package.json"), "utf8"),
);
const { version: esbuild } = JSON.parse(
  readFileSync(join(root, "packages/core/node_modules/esbuild/package.json"), "utf8"),
);

const folder = mkdtempSync(join(tmpdir(), "wireduel-consumer-"));
try {
  run("sh", ["-c", pack]);
  const tarballs = readdirSync(join(root, "tarballs")).map((name) => join(root, "tarballs", name));
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const install = [...tarballs, `typescript@${typescript}`, `@types/node@${nodeTypes}`];
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", ...install], project);

  writeFileSync(join(project, "sample.mts"), sample);
  writeFileSync(join(project, "sample.mjs"), sample);
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: { strict: true, module: "nodenext", target: "es2023", noEmit: true, types: ["node"] },
      include: ["sample.mts"],
    }),
  );
  console.log("\n--- types of the README's sample");
  run("npx", ["tsc", "-p", "."], project);
  console.log("\n--- the README's sample");
  run("node", ["sample.mjs"], project);
  // The packages must also contain the other modules that run as processes.
  writeFileSync(
    join(project, "tapped.mjs"),
    `import { tcp } from "@wireduel/adapter-tcp";
    import { runBenchmark, typicalRound } from "@wireduel/core";
    import { formatText } from "@wireduel/core/report";
    const load = { kind: "constant-rate", ratePerSecond: 50, count: 10 };
    const payload = { sizeBytes: 1_000 };
    const result = await runBenchmark({ adapters: [tcp()], payload, load, network: "lan", wireBytes: true });
    console.log(formatText(result));
    const { held, wire } = typicalRound(result.timings[0]);
    if (!(held.upMs >= 0.2) || wire === null) throw new Error("no tap");
    const { timings } = await runBenchmark({ adapters: [tcp()], payload, count: 5, rounds: 2 });
    if (timings[0].rounds.length !== 2) throw new Error("no rounds");`,
  );
  console.log("\n--- a load through a tap");
  run("node", ["tapped.mjs"], project);
  console.log("\n--- CommonJS, and TypeScript's kinds of resolution");
  checkModules(project);
  console.log("\n--- bundles");
  checkBundles(project, esbuild);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
