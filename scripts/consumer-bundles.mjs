// Part of check-consumer.mjs: what a bundle of the packages does, and how CommonJS and TypeScript's kinds of resolution
// use them.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./packages.mjs";

const PROGRAM = `import { grpc } from "@wireduel/adapter-grpc";
import { ws } from "@wireduel/adapter-ws";
import { runBenchmark } from "@wireduel/core";
const adapters = [ws(), grpc()];
runBenchmark({ adapters, payload: { sizeBytes: 10 }, count: 1, warmupCount: 1 }).then(({ status }) => console.log(status));
`;

const BUILD = `import { build } from "esbuild";
import webpack from "webpack";
const mjs = { ".js": ".mjs" };
const kinds = {
  esm: { format: "esm", outExtension: mjs },
  split: { format: "esm", splitting: true, outExtension: mjs },
  cjs: { format: "cjs", outExtension: { ".js": ".cjs" }, logOverride: { "empty-import-meta": "silent" } },
  external: { format: "esm", outExtension: mjs, external: ["@wireduel/*"] },
};
for (const [name, options] of Object.entries(kinds)) {
  const shared = { entryPoints: ["program.mjs"], bundle: true, platform: "node", outdir: \`out/\${name}\` };
  await build({ ...shared, logLevel: "error", ...options });
}
const output = { path: \`\${import.meta.dirname}/out/webpack\`, filename: "program.cjs" };
const entry = "./program.mjs";
await new Promise((resolve, reject) => {
  webpack({ mode: "development", devtool: false, target: "node20", entry, output }, (error, stats) => {
    if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString("errors-only")));
    else resolve();
  });
});
`;

const COMMON_JS = `const { runBenchmark } = require("@wireduel/core");
const adapters = ["tcp", "ws", "grpc"].map((name) => require("@wireduel/adapter-" + name)[name]());
runBenchmark({ adapters, payload: { sizeBytes: 10 }, count: 1 }).then(({ status }) => {
  if (status !== "completed") throw new Error(status);
});
`;

/** Whether a program ended well, and what it wrote as its error. */
function outcomeOf(project, file) {
  const { status, stdout, stderr } = spawnSync("node", [file], { cwd: project, encoding: "utf8" });
  return { completed: status === 0 && stdout.trim() === "completed", error: stderr };
}

/** @param project a folder in which the packages are installed */
export function checkBundles(project, esbuild) {
  const install = [
    "install",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    `esbuild@${esbuild}`,
    "webpack@5",
  ];
  run("npm", install, project);
  writeFileSync(join(project, "program.mjs"), PROGRAM);
  writeFileSync(join(project, "build.mjs"), BUILD);
  run("node", ["build.mjs"], project);
  for (const file of ["esm/program.mjs", "split/program.mjs", "cjs/program.cjs", "webpack/program.cjs"]) {
    const { error } = outcomeOf(project, `out/${file}`);
    const named = /^\w*Error: .*@wireduel\/\*/m.test(error) && error.includes("'BUNDLED'");
    if (!named) throw new Error(`the bundle ${file} did not end with BUNDLED: ${error}`);
  }
  const { completed, error } = outcomeOf(project, "out/external/program.mjs");
  if (!completed) throw new Error(`the bundle with external packages failed: ${error}`);
}

export function checkModules(project) {
  writeFileSync(join(project, "common.cjs"), COMMON_JS);
  run("node", ["common.cjs"], project);
  const folder = join(project, "resolution");
  mkdirSync(folder);
  for (const name of ["use.ts", "use.cts"]) writeFileSync(join(folder, name), PROGRAM);
  const shared = ["tsc", "--noEmit", "--strict", "--target", "es2023", "--types", "node", "--ignoreConfig"];
  for (const [module, ...files] of [
    ["nodenext", "use.ts", "use.cts"],
    ["node16", "use.ts"],
    ["preserve", "use.ts"],
  ]) {
    run("npx", [...shared, "--module", module, ...files.map((name) => join("resolution", name))], project);
  }
}
