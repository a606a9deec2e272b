import type { BenchmarkResult, Timing } from "../../result/result.js";
import { isWhole } from "../../verdict/whole.js";
import { formatConclusion } from "../conclusion.js";
import { checkStored, isMatrix, type StoredResult } from "../input.js";
import { faultsInWords } from "../why-not-whole.js";
import { type ExportedCell, exportedCells, placeInWords } from "./exported.js";
import { element, type XmlElement, xmlOf } from "./xml.js";

/**
 * The result as JUnit XML, for the test reports of a CI system. Each adapter is a test case, and each cell of a matrix is a
 * suite. A case fails if a payload did not arrive exactly once and unchanged, or if a round ended early. It is skipped if the run
 * ended before it. Being slower is no failure. The output of a suite says what the run shows.
 *
 * The schema, from the xUnit plugin of Jenkins:
 * https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 *
 * @param stored the result of a run or of a matrix
 * @throws WireduelError `INVALID_OPTION`
 */
export function formatJunit(stored: StoredResult): string {
  checkStored(stored);
  const labels = isMatrix(stored) ? stored.adapters.map(({ label }) => label) : [];
  const suites = exportedCells(stored).map((cell) => suiteOf(cell, stored, labels));
  const sums = sumsOf(suites.flatMap(({ cases }) => cases));
  return xmlOf(
    element(
      "testsuites",
      { name: "wireduel", time: seconds(stored.durationMs), ...sums.ofSuites },
      suites.map(({ suite }) => suite),
    ),
  );
}

interface Suite {
  readonly suite: XmlElement;
  readonly cases: readonly XmlElement[];
}

function suiteOf(cell: ExportedCell, stored: StoredResult, labels: readonly string[]): Suite {
  const { place, result, error } = cell;
  const cases = casesOf(cell, labels);
  const name = placeInWords(place);
  const about: Readonly<Record<string, string>> = {
    id: stored.provenance.id,
    node: stored.provenance.node,
    cpu: stored.machine.cpuModel ?? "unknown",
    ...(stored.provenance.commit !== null && { commit: stored.provenance.commit }),
  };
  const { ofSuites, skipped } = sumsOf(cases);
  const suite = element(
    "testsuite",
    {
      name,
      ...ofSuites,
      skipped,
      time: seconds(result?.durationMs ?? 0),
      // Without milliseconds and zone, as the schema of Ant has it.
      timestamp: (result ?? stored).startedAt.slice(0, 19),
    },
    [
      element(
        "properties",
        {},
        Object.entries(about).map(([key, value]) => element("property", { name: key, value })),
      ),
      ...cases,
      ...(result ? [element("system-out", {}, formatConclusion(result))] : []),
      ...(error ? [element("system-err", {}, `${error.message} (${error.code})`)] : []),
    ],
  );
  return { suite, cases };
}

/** One case for each adapter, whether it was measured or not. */
function casesOf({ place, result, error }: ExportedCell, labels: readonly string[]): XmlElement[] {
  const classname = `wireduel.${[place.payload, place.network, place.load].map(withoutDots).join(".")}`;
  const caseOf = (name: string, time: number, content: readonly XmlElement[]) =>
    element("testcase", { name, classname, time: seconds(time) }, content);
  const missing = (result?.notRun ?? labels).map((label) =>
    caseOf(label, 0, [
      error
        ? element("error", { type: error.code, message: error.message })
        : element("skipped", { message: "the run ended before it" }),
    ]),
  );
  return [
    ...(result?.timings ?? []).map((timing) =>
      caseOf(timing.label, measuredMs(timing), failuresOf(timing, result)),
    ),
    ...missing,
  ];
}

function failuresOf(timing: Timing, result: BenchmarkResult | null): XmlElement[] {
  if (timing.rounds.every(isWhole)) return [];
  const status = result?.status === "aborted" ? "the caller ended the run" : "the run is not whole";
  const errors = timing.rounds.flatMap((round) =>
    round.errors.map(({ code, message }) => `block ${round.block + 1}: ${message} (${code})`),
  );
  const message = faultsInWords(timing);
  return [
    element("failure", { type: "NOT_WHOLE", message }, [`${status}: ${message}`, ...errors].join("\n")),
  ];
}

/** How long its payloads were measured, over all rounds. */
function measuredMs({ rounds }: Timing): number {
  return rounds.reduce((sum, { totals }) => sum + (totals.wallMs ?? 0), 0);
}

function sumsOf(cases: readonly XmlElement[]) {
  const withElement = (name: string) =>
    cases.filter(({ content }) => typeof content !== "string" && content.some((one) => one.name === name))
      .length;
  const ofSuites = {
    tests: cases.length,
    failures: withElement("failure"),
    errors: withElement("error"),
  };
  return { ofSuites, skipped: withElement("skipped") };
}

/** Programs divide the name of a class at its dots. */
function withoutDots(name: string): string {
  return name.replaceAll(".", "_");
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
