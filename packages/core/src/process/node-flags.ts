// What the flags of Node are for. It reads nothing of this process: see `own-flags.ts`.

/** A flag of Node. */
export interface NodeFlag {
  /** Its long name, with hyphens: `--max-old-space-size`. */
  readonly name: string;
  readonly value: string | undefined;
  /** The arguments as they were given: `["-C", "source"]`. */
  readonly given: readonly string[];
}

/**
 * What a flag is for. It decides two things: whether a child process gets it, and whether both ends must have
 * it.
 */
export type FlagPurpose =
  | "runtime"
  | "typescript"
  | "profiler"
  | "inspector"
  | "test-runner"
  | "watch"
  | "environment"
  | "program";

interface Rule {
  /** Whether a child process gets such a flag. */
  readonly passedOn: boolean;
  /** Whether a difference between the two ends is a reason to read the numbers with care. */
  readonly compared: boolean;
}

const RULES: Readonly<Record<FlagPurpose, Rule>> = {
  // Heap, garbage collection, TLS, permissions, conditions, preloaded modules: all that changes how code runs.
  runtime: { passedOn: true, compared: true },
  // Works while modules load, and not while payloads are sent.
  typescript: { passedOn: true, compared: false },
  // Every process would write its profile to the same file. But a profiler slows down its own process.
  profiler: { passedOn: false, compared: true },
  // Its port is busy: the parent listens there.
  inspector: { passedOn: false, compared: false },
  // Its hooks expect to run in a process of the test runner.
  "test-runner": { passedOn: false, compared: false },
  // A child that restarts itself would lose its connection.
  watch: { passedOn: false, compared: false },
  // The file was read. A child inherits the variables.
  environment: { passedOn: false, compared: false },
  // Says what this process runs. A child runs something else.
  program: { passedOn: false, compared: false },
};

const PURPOSES: readonly (readonly [FlagPurpose, RegExp])[] = [
  ["inspector", /^--(inspect(-|$)|debug-port$|experimental-[a-z-]*inspect)/],
  ["test-runner", /^--(test(-|$)|experimental-test-)/],
  ["profiler", /^--(cpu-prof|heap-prof|prof|trace-events?|logfile)(-|$)/],
  ["watch", /^--watch(-|$)/],
  ["environment", /^--env-file(-|$)/],
  [
    "program",
    /^(-pe?|-h|-v|--(eval|print|check|interactive|input-type|run|title|(experimental-)?entry-url|snapshot-blob|build-snapshot(-config)?|build-sea|experimental-sea-config))$/,
  ],
];

const LONG_NAMES: Readonly<Record<string, string>> = {
  "-C": "--conditions",
  "-r": "--require",
  "-e": "--eval",
  "-p": "--print",
  "-c": "--check",
  "-i": "--interactive",
  "--loader": "--experimental-loader",
};
const PRELOADS: ReadonlySet<string> = new Set(["--import", "--require", "--experimental-loader"]);
const TYPESCRIPT_LOADERS =
  /^(tsx|ts-node|@swc-node\/register|@oxc-node\/core|esbuild-register|jiti|amaro|ts-blank-space)$/;
const TEST_RUNNERS = /^(@?vitest|@?jest|mocha|ava|tap|@tapjs|@playwright)(\/|-|$)/;

/** The flags in a list of arguments, such as `process.execArgv`. An argument without a hyphen is a value. */
export function parseFlags(tokens: readonly string[]): NodeFlag[] {
  const flags: NodeFlag[] = [];
  for (const token of tokens) {
    const last = flags.at(-1);
    if (!token.startsWith("-") && last?.value === undefined && last !== undefined) {
      flags[flags.length - 1] = { ...last, value: token, given: [...last.given, token] };
      continue;
    }
    const equals = token.indexOf("=");
    const short = equals === -1 ? token : token.slice(0, equals);
    // V8 also accepts underscores.
    const name = LONG_NAMES[short] ?? short.replaceAll("_", "-");
    flags.push({ name, value: equals === -1 ? undefined : token.slice(equals + 1), given: [token] });
  }
  return flags;
}

/** What a flag is for. */
export function purposeOf({ name, value = "" }: NodeFlag): FlagPurpose {
  if (PRELOADS.has(name)) {
    const from = packageOf(value);
    if (TEST_RUNNERS.test(from)) return "test-runner";
    return TYPESCRIPT_LOADERS.test(from) ? "typescript" : "runtime";
  }
  return PURPOSES.find(([, names]) => names.test(name))?.[0] ?? "runtime";
}

/** Whether the flag preloads a module that may be a loader. */
export function isPreload({ name }: NodeFlag): boolean {
  return PRELOADS.has(name);
}

/** Whether a child process gets this flag. */
export function isPassedOn(flag: NodeFlag): boolean {
  return RULES[purposeOf(flag)].passedOn;
}

/** The flags of `own` that the other end does not have, as far as they may change what is measured. */
export function flagsBeyond(own: readonly string[], other: readonly string[]): string[] {
  return parseFlags(own)
    .filter((flag) => RULES[purposeOf(flag)].compared && !other.includes(showFlag(flag)))
    .map(showFlag);
}

/** A flag as the result has it: `--name=value`. */
export function showFlag({ name, value }: NodeFlag): string {
  return value === undefined ? name : `${name}=${value}`;
}

/** The npm package that a module belongs to. "" if it is in no package. */
function packageOf(specifier: string): string {
  const path = specifier.replaceAll("\\", "/");
  const at = path.lastIndexOf("node_modules/");
  if (at === -1 && /^([./]|[a-z]+:)/i.test(path)) return "";
  const [first = "", second = ""] = path.slice(at === -1 ? 0 : at + "node_modules/".length).split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}
