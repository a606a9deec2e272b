// Writes the public declarations of each entry point into a text file, so that reviews show API changes. Needs a build.
// `node scripts/api-report.mjs` fails if a report is out of date; with `--update` it writes them.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { packages, root } from "./packages.mjs";

const update = process.argv.includes("--update");
const scratch = mkdtempSync(join(tmpdir(), "wireduel-api-"));
const outOfDate = [];

/** The entry points of a package that have types in `exports`: their names and declaration files. */
function entryPointsOf(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return Object.entries(exports).flatMap(([entry, { types }]) =>
    types === undefined
      ? []
      : [{ name: entry === "." ? "root" : basename(entry), types: join(folder, types) }],
  );
}

function report(folder, { name, types }) {
  const quiet = { default: { logLevel: ExtractorLogLevel.None } };
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, "package.json"),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: types,
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: "es2022",
            lib: ["es2023"],
            module: "nodenext",
            types: ["node"],
            skipLibCheck: true,
          },
          files: [types],
        },
      },
      apiReport: {
        enabled: true,
        // Types that are not exported by name but are part of one that is: the lists of codes, for example.
        includeForgottenExports: true,
        reportFileName: `${name}.api.md`,
        reportFolder: scratch,
        reportTempFolder: scratch,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: quiet,
        extractorMessageReporting: quiet,
        tsdocMessageReporting: quiet,
      },
    },
  });
  Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      message.handled = true;
    },
  });
  const made = join(scratch, `${name}.api.md`);
  const kept = join(folder, "api", `${name}.api.md`);
  if (update) {
    mkdirSync(join(folder, "api"), { recursive: true });
    copyFileSync(made, kept);
  } else if (!existsSync(kept) || readFileSync(kept, "utf8") !== readFileSync(made, "utf8")) {
    outOfDate.push(relative(root, kept));
  }
}

try {
  for (const folder of packages) for (const entry of entryPointsOf(folder)) report(folder, entry);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if (outOfDate.length > 0) {
  console.error(
    `The public API has changed. Review the change, then run \`node scripts/api-report.mjs --update\`:`,
  );
  for (const file of outOfDate) console.error(`  ${file}`);
  process.exitCode = 1;
}
