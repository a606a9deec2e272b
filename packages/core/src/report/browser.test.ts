import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../fixtures/build-result.js";
import { formatJson, formatText } from "./index.js";

const bundling = build({
  entryPoints: [fileURLToPath(new URL("index.ts", import.meta.url))],
  bundle: true,
  write: false,
  metafile: true,
  platform: "browser",
  format: "esm",
  conditions: ["@wireduel/source"],
  logLevel: "silent",
});

describe("@wireduel/core/report in a browser", () => {
  it("imports no Node module and no library", async () => {
    const { metafile, errors, warnings } = await bundling;
    expect([...errors, ...warnings]).toEqual([]);
    expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
    expect(Object.keys(metafile.inputs).filter((file) => file.includes("node_modules"))).toEqual([]);
  });

  it("formats and parses without Node's globals", async () => {
    const [file] = (await bundling).outputFiles;
    const script = await build({
      stdin: { contents: file?.text ?? "", loader: "js" },
      bundle: true,
      write: false,
      platform: "browser",
      format: "iife",
      globalName: "report",
    });
    const result = buildResult([buildTiming("WebSocket", buildRound([1, 2, 3]))]);
    const context = createContext({ stored: formatJson(result) });
    expect(runInContext("[typeof process, typeof Buffer, typeof require].join()", context)).toBe(
      "undefined,undefined,undefined",
    );
    runInContext(script.outputFiles[0]?.text ?? "", context);
    expect(runInContext("report.formatText(report.parseResult(stored))", context)).toBe(formatText(result));
    const refused = "try { report.parseResult('{}') } catch (error) { error.code }";
    expect(runInContext(refused, context)).toBe("INVALID_RESULT");
  });
});
