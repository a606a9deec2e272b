// Asks the registry for advisories on what the published packages need at run time. Exit code 77: it does not answer.
import { spawnSync } from "node:child_process";
import { root } from "./packages.mjs";

const NO_ANSWER = 77;
const TIMEOUT_MS = 120_000;

const { stdout, stderr, error } = spawnSync("npx", ["--yes", "pnpm@10", "audit", "--prod", "--json"], {
  cwd: root,
  encoding: "utf8",
  timeout: TIMEOUT_MS,
});

/** The answer of the registry. Null if there is none. */
function answer() {
  try {
    const { advisories } = JSON.parse(stdout);
    return typeof advisories === "object" ? Object.values(advisories) : null;
  } catch {
    return null;
  }
}

const advisories = answer();
if (advisories === null) {
  console.log(`The registry does not answer: ${(error?.message ?? `${stdout}${stderr}`).trim()}`);
  process.exit(NO_ANSWER);
}
for (const { module_name: name, severity, title, vulnerable_versions: versions, url } of advisories) {
  console.log(`${severity}: ${name} ${versions}: ${title} ${url}`);
}
console.log(`${advisories.length} advisories on dependencies of the published packages`);
process.exit(advisories.length === 0 ? 0 : 1);
