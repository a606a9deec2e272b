// Which adapters a gate measures, and what is compared with what.
import type { Adapter } from "@wireduel/core";
import type { AdapterArgument } from "../adapters/adapters-flag.js";
import { loadAdapter, loadAdapters } from "../adapters/load-adapters.js";
import { UsageError } from "../failure.js";
import { flagName, type ValuesOf } from "../flags/flag.js";
import { linkTls, type RemoteValues } from "../remote/receiver-of.js";
import type { SourceFlags } from "./gate-flags.js";
import { withLibrary } from "./with-library.js";

/** The values that decide what is measured. */
export type SourceValues = ValuesOf<SourceFlags> &
  RemoteValues & {
    readonly adapters: readonly AdapterArgument[] | undefined;
    readonly reference: string | undefined;
  };

/** The adapters of a gate. */
export interface Sources {
  readonly adapters: readonly Adapter[];
  /** The label of each head, with that of its base. Null: the run compares with its reference, or nothing. */
  readonly pairs: Readonly<Record<string, string>> | null;
  /** Libraries that each label must have used, by their names. */
  readonly libraries: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Removes what was made for them. */
  dispose(): void;
}

/** Ways to say what base is. One of them can be used. */
const WAYS: readonly (readonly (keyof SourceFlags)[])[] = [
  ["base", "head"],
  ["baseModules", "headModules"],
  ["baseline"],
];

/**
 * Loads the adapters of a gate.
 * @throws UsageError, or WireduelError `INVALID_OPTION` for their options
 */
export async function sourcesOf(
  args: readonly string[],
  values: SourceValues,
  cwd: string,
): Promise<Sources> {
  refuseTwoWays(values);
  const common = { tls: linkTls(values, cwd) };
  const { base, head, baseModules, headModules, adapters: configured } = values;
  const none = { pairs: null, libraries: {}, dispose: () => {} };
  if (base !== undefined && head !== undefined) {
    if (args.length > 0)
      throw new UsageError(`${args[0]}: leave it out, because --base and --head name the adapters`);
    const [first, second] = [
      await loadAdapter(base, cwd, { ...common, label: "base" }),
      await loadAdapter(head, cwd, { ...common, label: "head" }),
    ];
    if (first.label === second.label)
      throw new UsageError(`--head: expected another label than base, got ${first.label}`);
    return { ...none, adapters: [first, second], pairs: { [second.label]: first.label } };
  }
  if (baseModules === undefined && headModules === undefined) {
    const example = "wireduel gate --base ../main/adapter --head ./adapter";
    return { ...none, adapters: await loadAdapters({ args, configured, cwd, common, example }) };
  }
  return withLibraries(args.length > 0 ? args : (configured ?? []), {
    baseModules,
    headModules,
    cwd,
    common,
  });
}

/** Pairs whose sides are the same, such as two checkouts of one commit by mistake. They pass, so the report says it. */
export function sameNotes({ adapters, pairs, libraries }: Sources): string[] {
  const whatRuns = (wanted: string) => {
    const { protocol, options, direction, codec } = adapters.find(({ label }) => label === wanted) as Adapter;
    return JSON.stringify([protocol.module, options, direction, codec.name]);
  };
  const same = "so the gate cannot find a change";
  return Object.entries(pairs ?? {}).flatMap(([head, base]) => {
    if (libraries[head] === undefined && whatRuns(head) === whatRuns(base))
      return [`Warning: ${head} and ${base} are the same module, ${same}.`];
    const [own, other] = [libraries[head] ?? {}, libraries[base] ?? {}];
    const both = Object.keys(own).filter((name) => Object.hasOwn(other, name));
    if (both.length === 0 || both.some((name) => own[name] !== other[name])) return [];
    const versions = both.map((name) => `${name} ${own[name]}`).join(", ");
    return [`Warning: ${head} and ${base} both use ${versions}, ${same}.`];
  });
}

/** Libraries that only one of a pair has, such as an optional one. What they do looks like an effect of the change. */
export function libraryNotes({ adapters, pairs }: Sources): string[] {
  const librariesOf = (wanted: string) =>
    adapters.find(({ label }) => label === wanted)?.protocol.libraries ?? {};
  return Object.entries(pairs ?? {}).flatMap(([head, base]) =>
    [
      [head, base],
      [base, head],
    ].flatMap(([one = "", other = ""]) => {
      const more = Object.keys(librariesOf(one)).filter((name) => !Object.hasOwn(librariesOf(other), name));
      return more.map((name) => `${one} can also use ${name}, which ${other} does not have.`);
    }),
  );
}

/** Each adapter twice: with the library of base, and with that of head. */
async function withLibraries(
  given: readonly AdapterArgument[],
  of: {
    readonly baseModules: string | undefined;
    readonly headModules: string | undefined;
    readonly cwd: string;
    readonly common: Readonly<Record<string, unknown>>;
  },
): Promise<Sources> {
  if (given.length === 0)
    throw new UsageError("name at least one adapter, as in: wireduel gate ws --base-modules DIR");
  const made: Awaited<ReturnType<typeof withLibrary>>[] = [];
  const dispose = () => {
    for (const one of made) one.dispose();
  };
  try {
    for (const argument of given) {
      for (const side of ["base", "head"] as const) {
        const flag = `${side}Modules` as const;
        made.push(await withLibrary(argument, { ...of, side, flag: flagName(flag), folder: of[flag] }));
      }
    }
    const labels = made.map(({ adapter }) => adapter.label);
    const twice = labels.find((label, index) => labels.indexOf(label) !== index);
    if (twice !== undefined)
      throw new UsageError(`two adapters are called ${twice}; give one a label, as in ws:label=…`);
    return {
      adapters: made.map(({ adapter }) => adapter),
      // Base comes before its head.
      pairs: Object.fromEntries(
        labels.flatMap((label, index) => (index % 2 ? [[label, labels[index - 1] as string]] : [])),
      ),
      libraries: Object.fromEntries(made.map(({ adapter, libraries }) => [adapter.label, libraries])),
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

function refuseTwoWays(values: SourceValues): void {
  const used = WAYS.map((way) => way.find((key) => values[key] !== undefined)).filter(
    (key) => key !== undefined,
  );
  const [first, second] = used;
  if (first !== undefined && second !== undefined) {
    throw new UsageError(
      `${flagName(second)}: cannot be used with ${flagName(first)}, which says what base is`,
    );
  }
  if ((values.base === undefined) !== (values.head === undefined)) {
    const [given, missing] = values.base === undefined ? ["--head", "--base"] : ["--base", "--head"];
    throw new UsageError(`${given}: it needs ${missing}`);
  }
  if (first !== undefined && first !== "baseline" && values.to !== undefined) {
    throw new UsageError(
      `--to: cannot be used with ${flagName(first)}: a receiver has one version of an adapter`,
    );
  }
  if (first !== undefined && values.reference !== undefined) {
    throw new UsageError(`--reference: cannot be used with ${flagName(first)}, which says what base is`);
  }
}
