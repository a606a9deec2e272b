// Whoever writes a new decoder must give it a row.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { DECODERS } from "./decoders/index.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const FOLDERS = ["packages", "examples/compose-demo", "examples/custom-adapter"];

/** What code does that reads what others wrote. */
const READS =
  /JSON\.parse\(|gunzipSync\(|unzlibSync\(|inflateSync\(|\batob\(|new DataView\(|\.read(?:U?Int|BigInt|Double)|\.on(?:ce)?\("(?:message|data|upgrade|stream)"|loadEnvFile\(|parseEnv\(|readFileSync\(|readFile\(|readBody\(|req\.arrayBuffer\(/;

/** Sources that read, but not what someone else wrote, or not by themselves. */
const OTHERS: readonly (readonly [path: RegExp, why: string])[] = [
  [/core\/src\/provenance\/|core\/src\/clock\/|cli\/src\/doctor\/read\//, "files of the system"],
  [/core\/src\/testing\//, "both ends are the test's own"],
  [/core\/src\/network\//, "it counts bytes and passes them on"],
  [
    /core\/src\/process\/(?:answer-parent|child-calls|started-with)\.ts/,
    "its own parent or child; child-calls.test.ts has foreign messages",
  ],
  [/core\/src\/(?:adapter\/adapter-data|matrix\/refuse-others)\.ts/, "its own JSON"],
  [/core\/src\/matrix\/matrix-file\.ts/, "the text goes to parseMatrix"],
  [/core\/src\/result\/result-schema\.ts/, "sources of this repository"],
  [
    /cli\/src\/(?:adapters\/find-module|catalogue\/\w+|gate\/with-library)\.ts/,
    "manifests of packages whose code is run",
  ],
  [
    /cli\/src\/(?:commands\/receive|remote\/certificate|run\/joining)\.ts/,
    "a certificate, which goes to OpenSSL",
  ],
  [/report-html\/src\/(?:script\/|page\/script\.generated)/, "the page's own result"],
  [/compose-demo\/src\/image\.ts/, "the payload itself"],
  [/compose-demo\/src\/start\.ts/, "its own servers"],
  [/compose-demo\/src\/secrets\.ts/, "a token and a certificate that the demo made"],
];

function sourcesIn(folder: string): string[] {
  return readdirSync(ROOT + folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return ["node_modules", "dist", "fixtures", "test"].includes(entry.name) ? [] : sourcesIn(path);
    }
    return /\.ts$/.test(path) && !/\.(?:test|d)\.ts$/.test(path) ? [path] : [];
  });
}

/** Without comments. */
function codeOf(path: string): string {
  return readFileSync(ROOT + path, "utf8").replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
}

it("each source that reads what others wrote is in the row of a decoder", () => {
  const known = new Set(DECODERS.flatMap(({ sources }) => sources));
  const reading = FOLDERS.flatMap(sourcesIn).filter((path) => READS.test(codeOf(path)));
  expect(reading.length).toBeGreaterThan(20);
  expect(reading.filter((path) => !known.has(path) && !OTHERS.some(([other]) => other.test(path)))).toEqual(
    [],
  );
});

it("each row names sources that are there, and a name of its own", () => {
  for (const { name, sources } of DECODERS) {
    expect(sources, name).not.toEqual([]);
    for (const source of sources) expect(statSync(ROOT + source).isFile(), source).toBe(true);
  }
  const names = DECODERS.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

it("no exception is left over", () => {
  const reading = FOLDERS.flatMap(sourcesIn).filter((path) => READS.test(codeOf(path)));
  for (const [other, why] of OTHERS)
    expect(
      reading.some((path) => other.test(path)),
      why,
    ).toBe(true);
});
