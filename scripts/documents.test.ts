// Checks the documents against the code: codes, options, settings and folders.
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { VARIABLE_NAMES } from "../examples/compose-demo/src/environment.js";
import { grpc } from "../packages/adapter-grpc/src/index.js";
import { http } from "../packages/adapter-http/src/index.js";
import { tcp } from "../packages/adapter-tcp/src/index.js";
import { ws } from "../packages/adapter-ws/src/index.js";
import {
  ERROR_CODES,
  PAYLOAD_ERROR_CODES,
  ROUND_ERROR_CODES,
  WARNING_CODES,
} from "../packages/core/src/failure/codes.js";
import { DIFFERENCES } from "../packages/core/src/verdict/results/result-comparison.js";
import { CAUSE_CODES } from "../packages/core/src/verdict/why/explanation.js";
import { filesIn, read, root, withoutFences, written } from "./documents.js";

const inlineCode = (text: string) =>
  [...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code as string);
/** The text below one heading, up to the next heading of its level. */
function section(file: string, heading: string): string {
  const text = read(file);
  const start = text.indexOf(`\n${heading}\n`);
  expect(start, `${file} has the heading ${heading}`).toBeGreaterThan(-1);
  const level = heading.split(" ")[0]?.length;
  return text.slice(start + heading.length).split(new RegExp(`\n#{1,${level}} `))[0] as string;
}
/** The names in the first column of all tables of a text. */
const firstColumn = (text: string) =>
  [...text.matchAll(/^\| (`[^|]+)\|/gm)].flatMap(([, cell]) => inlineCode(cell as string));

describe("codes", () => {
  const tables = {
    "## Errors of a run": ERROR_CODES,
    "## Errors of a payload": PAYLOAD_ERROR_CODES,
    "## Errors of a round": ROUND_ERROR_CODES,
    "## Warnings": WARNING_CODES,
    "### Causes": CAUSE_CODES,
  };

  it.each(Object.entries(tables))("docs/results.md has a row for each of its codes: %s", (heading, codes) => {
    const rows = firstColumn(section("docs/results.md", heading)).filter((name) => name !== "code");
    expect(rows.toSorted()).toEqual([...codes].toSorted());
  });

  it("are the only names in capitals, besides existing variables and constants", () => {
    const sources = ["packages", "examples", "bench"].flatMap((folder) => filesIn(folder, ".ts"));
    const constants = sources.flatMap((file) =>
      [...read(file).matchAll(/\bexport const ([A-Z][A-Z0-9_]+)/g)].map(([, name]) => name),
    );
    const known = new Set<string | undefined>([
      ...Object.values(tables).flat(),
      ...VARIABLE_NAMES,
      ...constants,
      // Names of Node, HTTP/2 and TLS.
      "NODE_OPTIONS",
      "NODE_V8_COVERAGE",
      "NODE_DEBUG",
      "NODE_DEBUG_NATIVE",
      "SETTINGS_MAX_FRAME_SIZE",
      "TLS_AES_256_GCM_SHA384",
      // Names of gRPC, and an option of sockets.
      "RESOURCE_EXHAUSTED",
      "GRPC_TRACE",
      "TCP_NODELAY",
      // Variables of terminals, of GitHub Actions and of Kubernetes.
      "NO_COLOR",
      "FORCE_COLOR",
      "GITHUB_STEP_SUMMARY",
      "JOB_COMPLETION_INDEX",
      // A setting of glibc, and one of the dynamic linker.
      "M_MMAP_THRESHOLD",
      "LD_PRELOAD",
    ]);
    const unknown = written.flatMap((file) =>
      inlineCode(read(file))
        .flatMap((code) => code.match(/\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b/g) ?? [])
        .filter((name) => !known.has(name))
        .map((name) => `${file}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe("options", () => {
  const fieldsOf = (file: string, type: string) => {
    const [, body = ""] =
      read(file).match(new RegExp(`export interface ${type}\\b[^{]*\\{\\n([\\s\\S]*?)^\\}`, "m")) ?? [];
    return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name as string).toSorted();
  };
  const options = "packages/core/src/options";
  const common = fieldsOf("packages/core/src/adapter/define-adapter.ts", "CommonOptions");

  type Documented = readonly [file: string, heading: string, fields: readonly string[]];
  const adapters = (["Ws", "Grpc", "Http", "Tcp"] as const).map((name): Documented => {
    const folder = `adapter-${name.toLowerCase()}`;
    const own = fieldsOf(`packages/${folder}/src/options.ts`, `${name}Options`);
    return [`packages/${folder}/README.md`, `# @wireduel/${folder}`, [...own, ...common].toSorted()];
  });

  it.each<Documented>([
    ["docs/options.md", "## runBenchmark", fieldsOf(`${options}/benchmark-options.ts`, "BenchmarkOptions")],
    [
      "docs/options.md",
      "## runMatrix",
      fieldsOf("packages/core/src/matrix/matrix-options.ts", "MatrixOptions"),
    ],
    [
      "docs/options.md",
      "## joinBenchmark",
      fieldsOf(`${options}/join-benchmark-options.ts`, "JoinBenchmarkOptions"),
    ],
    [
      "docs/options.md",
      "## serveReceivers",
      fieldsOf(`${options}/serve-options.ts`, "ServeReceiversOptions"),
    ],
    [
      "docs/options.md",
      "## compareResults",
      fieldsOf(`${options}/compare-results-options.ts`, "CompareResultsOptions"),
    ],
    ...adapters,
  ])("%s has a row for each option: %s", (file, heading, fields) => {
    expect(fields.length).toBeGreaterThan(3);
    // The first-level heading is the first line.
    const text = heading.startsWith("# ") ? read(file) : section(file, heading);
    expect(firstColumn(text.split(/\n##+ /)[0] as string).toSorted()).toEqual(fields);
  });
});

describe("the help of an adapter's options", () => {
  /** The comments of the fields of an interface, each in one line. */
  function commentsOf(file: string, type: string): Map<string, string> {
    const [, body = ""] =
      read(file).match(new RegExp(`export interface ${type}\\b[^{]*\\{\\n([\\s\\S]*?)^\\}`, "m")) ?? [];
    const fields = body.matchAll(/^ {2}\/\*\*([\s\S]*?)\*\/\n {2}(\w+)\??:/gm);
    const inOneLine = (comment = "") => comment.replaceAll(/\s+(\* )?/g, " ").trim();
    return new Map([...fields].map(([, comment, name = ""]) => [name, inOneLine(comment)]));
  }

  it.each([grpc(), http(), tcp(), ws()])(
    "begins the comments of $protocol.name's options",
    ({ protocol }) => {
      const { name, optionsSchema } = protocol;
      const type = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Options`;
      const comments = new Map([
        ...commentsOf(`packages/adapter-${name}/src/options.ts`, type),
        ...commentsOf("packages/core/src/adapter/define-adapter.ts", "CommonOptions"),
      ]);
      const properties = optionsSchema.properties as Record<string, { readonly description?: string }>;
      expect(Object.keys(properties).toSorted()).toEqual([...comments.keys()].toSorted());
      for (const [option, { description }] of Object.entries(properties)) {
        expect(description, option).toBeTruthy();
        expect(comments.get(option)?.slice(0, description?.length), option).toBe(description);
      }
    },
  );
});

describe("what two results may differ in", () => {
  it("has a row for each name in docs/compare-results.md", () => {
    const rows = firstColumn(section("docs/compare-results.md", "## What is refused"));
    expect(rows.filter((name) => name !== "name").toSorted()).toEqual(DIFFERENCES.toSorted());
  });
});

describe("settings that an adapter always changes", () => {
  it.each([grpc(), http(), http({ version: "2" }), tcp(), ws()])(
    "are all in the README of $protocol.name",
    ({ protocol, overrides }) => {
      const [, changes = ""] = read(`packages/adapter-${protocol.name}/README.md`).split("\n## What `");
      const rows = firstColumn(changes).filter((name) => name !== "setting");
      expect(rows).toEqual(expect.arrayContaining(overrides.map(({ setting }) => setting)));
    },
  );
});

describe("folders", () => {
  const sources = { "## Folders": "packages/core/src", "## The command": "packages/cli/src" };

  it.each(Object.entries(sources))("in ARCHITECTURE.md exist: %s", (heading, source) => {
    const places = ["", source].map((folder) => join(root, folder));
    const missing = foldersIn(heading).filter(
      (folder) => !places.some((place) => existsSync(join(place, folder))),
    );
    expect(missing).toEqual([]);
  });

  it.each(Object.entries(sources))("of the sources are all in ARCHITECTURE.md: %s", (heading, source) => {
    const folders = readdirSync(join(root, source), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${name}/`);
    expect(folders.filter((folder) => !foldersIn(heading).includes(folder))).toEqual([]);
  });

  function foldersIn(heading: string): string[] {
    return inlineCode(section("ARCHITECTURE.md", heading)).filter((code) => code.endsWith("/"));
  }
});

it("a README has at most 150 lines", () => {
  const readmes = written.filter((file) => basename(file) === "README.md");
  expect(readmes).toContain("README.md");
  expect(readmes.filter((file) => read(file).trimEnd().split("\n").length > 150)).toEqual([]);
});
