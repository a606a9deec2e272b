// The script of a page, in one text, as the module that report-html has it in.
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const source = fileURLToPath(new URL("../packages/report-html/src/script/main.ts", import.meta.url));

/** The file of that module. */
export const PAGE_SCRIPT: string = fileURLToPath(
  new URL("../packages/report-html/src/page/script.generated.ts", import.meta.url),
);

/** The text of that module. */
export async function pageScriptModule(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [source],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    write: false,
  });
  const script = (outputFiles[0]?.text ?? "").trim();
  // A browser compares this with the bytes between the tags.
  const hash = `sha256-${createHash("sha256").update(script).digest("base64")}`;
  return `// Written by scripts/write-page-script.mjs from the sources in ../script. Do not edit.
export const SCRIPT: string =
  ${JSON.stringify(script)};
export const SCRIPT_HASH: string = ${JSON.stringify(hash)};
`;
}
