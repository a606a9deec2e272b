import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import { formatJunit } from "../index.js";
import { STORED } from "./fixtures/stored-results.js";

interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseAttributeValue: false,
  trimValues: false,
});

/** The elements of a document, without its declaration and texts. */
function read(text: string): Node {
  expect(XMLValidator.validate(text)).toBe(true);
  const nodes = (list: readonly Record<string, unknown>[]): Node[] =>
    list.flatMap((one) => {
      const name = Object.keys(one).find((key) => key !== ":@") as string;
      if (name.startsWith("#") || name.startsWith("?")) return [];
      const attributes = (one[":@"] ?? {}) as Node["attributes"];
      return [{ name, attributes, children: nodes(one[name] as Record<string, unknown>[]) }];
    });
  return nodes(parser.parse(text))[0] as Node;
}

/** The rules of junit-10.xsd for the elements that can occur: required and other attributes, and children. */
const RULES: Readonly<Record<string, readonly [required: string, optional: string, children: string]>> = {
  testsuites: ["", "name time tests failures errors", "testsuite"],
  testsuite: [
    "name tests failures errors",
    "time skipped timestamp hostname id package file log url group",
    "properties testcase system-out system-err testsuite",
  ],
  properties: ["", "", "property"],
  property: ["name value", "", ""],
  testcase: ["name", "time classname group", "skipped error failure system-out system-err"],
  failure: ["", "type message", ""],
  error: ["", "type message", ""],
  skipped: ["", "type message", ""],
  "system-out": ["", "", ""],
  "system-err": ["", "", ""],
};
const TIME = /^(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?$/;

function obeys({ name, attributes, children }: Node): void {
  const [required, optional, inside] = (RULES[name] ?? ["", "", ""]).map((names) => names.split(" ")) as [
    string[],
    string[],
    string[],
  ];
  expect(Object.keys(RULES)).toContain(name);
  const given = Object.keys(attributes);
  expect(given).toEqual(expect.arrayContaining(required.filter((one) => one !== "")));
  expect([...required, ...optional]).toEqual(expect.arrayContaining(given));
  if (attributes.time !== undefined) expect(attributes.time).toMatch(TIME);
  expect(inside).toEqual(expect.arrayContaining(children.map((child) => child.name)));
  children.forEach(obeys);
}

const casesOf = (suite: Node | undefined) => suite?.children.filter(({ name }) => name === "testcase") ?? [];
const outcomes = (suite: Node | undefined) =>
  casesOf(suite).map(({ attributes, children }) => [attributes.name, children[0]?.name ?? "passed"]);

describe("JUnit XML", () => {
  it.each(Object.entries(STORED))("obeys the rules of the schema: %s", (_, stored) => {
    const root = read(formatJunit(stored));
    obeys(root);
    for (const counted of ["tests", "failures", "errors"] as const) {
      const sum = root.children.reduce((total, suite) => total + Number(suite.attributes[counted]), 0);
      expect(Number(root.attributes[counted])).toBe(sum);
    }
  });

  it("fails an adapter that lost a payload, and skips one that did not run", () => {
    const [suite] = read(formatJunit(STORED.lossy)).children;
    expect(outcomes(suite).map(([, outcome]) => outcome)).toEqual(["passed", "failure", "skipped"]);
    expect(suite?.attributes).toMatchObject({ tests: "3", failures: "1", errors: "0", skipped: "1" });
  });

  it("names the suite of a run that measured nothing", () => {
    const nothing = buildResult([], { status: "aborted", notRun: ["a"] });
    const [suite] = read(formatJunit(nothing)).children;
    expect(suite?.attributes.name).toMatch(/\w/);
    expect(casesOf(suite)[0]?.attributes.classname?.split(".")).not.toContain("");
    expect(outcomes(suite)).toEqual([["a", "skipped"]]);
  });

  it("has a suite for each cell of a matrix, with an error for what could not be measured", () => {
    const suites = read(formatJunit(STORED.matrix)).children;
    expect(suites.map((suite) => outcomes(suite).map(([, outcome]) => outcome))).toEqual([
      ["passed", "passed", "passed"],
      ["passed", "failure", "skipped"],
      ["error", "error", "error"],
      ["skipped", "skipped", "skipped"],
    ]);
  });

  it("is well-formed whatever a label contains", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (label) => {
        const root = read(formatJunit(buildResult([buildTiming(label, buildRound([1]))])));
        expect(outcomes(root.children[0])).toHaveLength(1);
      }),
      { numRuns: 30 },
    );
  });
});
