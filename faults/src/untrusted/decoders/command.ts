// Decoders of what users of the command write: command lines, configurations, files.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bytesOf, type Decoder, jsonBytes, type Ready, textOf } from "../decoder.js";
import {
  buildContext,
  COMMANDS,
  EXAMPLES,
  flagName,
  loadAdapter,
  readCommandLine,
  readConfig,
  readLines,
  readPem,
  readsConfig,
  readToken,
  runProgram,
} from "../internals.js";

const CLI = "packages/cli/src";
/** A plan knows the hash of its payloads, which may have 1 GiB. */
const MOST_PLAN_BYTES = 3 * 2 ** 30;
/** Flags that write files wherever they are told to. */
const WRITES = /^--(?:json|out|page|resume|debug)/;

/** What is read in a folder of its own. */
function inFolder(captures: readonly Uint8Array[], read: (bytes: Uint8Array, cwd: string) => unknown): Ready {
  const folder = mkdtempSync(join(tmpdir(), "wireduel-untrusted-"));
  return {
    captures,
    decode: (bytes) => read(bytes, folder),
    close: () => rmSync(folder, { recursive: true }),
  };
}

/** What is read from a file, one for each input. */
function fromFile(
  name: string,
  captures: readonly Uint8Array[],
  read: (file: string, cwd: string) => unknown,
): Ready {
  return inFolder(captures, (bytes, folder) => {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    return read(file, folder);
  });
}

const configurations = COMMANDS.filter(readsConfig).map(
  (command): Decoder => ({
    name: `configurations of ${command.name}`,
    sources: [`${CLI}/config/load-config.ts`, `${CLI}/config/check-keys.ts`, `${CLI}/config/read-config.ts`],
    form: "json",
    refuses: ["UsageError"],
    open: () =>
      fromFile("wireduel.config.json", examplesOf(command.name).map(jsonBytes), async (file, cwd) => {
        const configured = await readConfig(file, command, { cwd, commands: COMMANDS });
        const given = Object.entries(configured?.given ?? {});
        return Promise.all(
          given.map(([key, value]) => command.flags[key]?.parse(`${configured?.file}: ${key}`, value)),
        );
      }),
  }),
);

/** A configuration with an example for each key of a command, and one with an adapter beside it. */
function examplesOf(wanted: string): object[] {
  const flags = COMMANDS.find(({ name }) => name === wanted)?.flags ?? {};
  const examples = [EXAMPLES, { adapters: [{ adapter: "./mine.ts", profile: "tuned" }] }];
  return examples.map((example) =>
    Object.fromEntries(Object.entries(example).filter(([key]) => Object.hasOwn(flags, key))),
  );
}

/** What a shell takes for itself. */
const SHELL = /[|>$]/;

const commandLines: Decoder = {
  name: "command lines",
  sources: [`${CLI}/program/command-line.ts`, `${CLI}/flags/units.ts`],
  form: "json",
  refuses: ["UsageError", "SyntaxError"],
  open: () => ({
    captures: COMMANDS.flatMap(({ examples }) => examples.map(({ command }) => command))
      .filter((command) => !SHELL.test(command))
      .map((command) => jsonBytes(wordsOf(command).slice(1))),
    decode(bytes) {
      const argv = wordsIn(bytes);
      const request = readCommandLine(argv, COMMANDS);
      if (request === "version" || "help" in request) return request;
      return Object.entries(request.given).map(([key, given]) => {
        const flag = request.command.flags[key];
        return given === undefined ? undefined : flag?.parse(flagName(key), given);
      });
    },
  }),
};

/** The words of a process have no zero characters. */
function wordsIn(bytes: Uint8Array): string[] {
  const words = [JSON.parse(textOf(bytes)) as unknown].flat(5);
  return words.filter((word) => typeof word === "string" && !word.includes("\0")) as string[];
}

function wordsOf(command: string): string[] {
  return command.split(" ").map((word) => word.replaceAll(/["']/g, ""));
}

/** Runs of which only the plan is made. */
const PLANNED = [
  "ws grpc --size 3kB --kind json --network 20ms",
  "ws tcp --size 100,10kB --network none,20ms~2ms+100Mbit --rate 200/s,1000/m --duration 2s",
  "ws:profile=tuned grpc:call=unary --rounds 6-30 --margin 5% --decide-by service --budget 2m --seed 1",
  "tcp tcp:coalesce=true,label=mine --concurrency 4 --count 500 --reply-bytes 1kB --reference mine",
];

const CONFIGURED = [
  { adapters: ["ws", "grpc"], size: ["100"], rate: "200/s", duration: "2s", giveUpAfter: 10 },
  {
    adapters: ["tcp", { adapter: "ws", profile: "tuned" }],
    network: ["none", "20ms~1ms+100Mbit"],
    concurrency: 4,
  },
  {
    adapters: "ws",
    kind: "text",
    size: 10_000,
    replyBytes: "1kB",
    connections: 2,
    rounds: "6-30",
    margin: "5%",
    seed: 1,
  },
];

/** The exit codes of a plan: it was printed, or the command line or the configuration is wrong. */
const PLAN_CODES: readonly number[] = [0, 2];

/** Makes the plan of a run. Any other failure is a crash. */
async function plan(argv: readonly string[], cwd: string): Promise<void> {
  const context = buildContext({ cwd });
  const code = await runProgram([...argv, "--dry-run"], context);
  if (!PLAN_CODES.includes(code)) throw new Crash(context.errors.join(""));
}

/** Not among the errors that a decoder may throw. */
class Crash extends Error {
  override readonly name = "Crash";
}

const plannedLines: Decoder = {
  name: "command lines as a plan",
  sources: [`${CLI}/program/command-line.ts`, `${CLI}/run/run-options.ts`],
  form: "json",
  refuses: ["SyntaxError"],
  mostBytes: MOST_PLAN_BYTES,
  open: () =>
    inFolder(
      PLANNED.map((line) => jsonBytes(line.split(" "))),
      (bytes, cwd) => {
        const argv = wordsIn(bytes).filter((word) => !WRITES.test(word));
        return plan(["--no-config", ...argv], cwd);
      },
    ),
};

const plannedConfigurations: Decoder = {
  name: "configurations as a plan",
  sources: [`${CLI}/config/load-config.ts`, `${CLI}/run/run-options.ts`],
  form: "json",
  refuses: [],
  mostBytes: MOST_PLAN_BYTES,
  open: () =>
    fromFile("wireduel.config.json", CONFIGURED.map(jsonBytes), (file, cwd) => plan(["--config", file], cwd)),
};

const ADAPTERS = [
  "ws:profile=tuned,direction=push",
  "grpc:keepalive.timeMs=10s,call=unary",
  'grpc:metadata={"authorization":"Bearer x"},maxReceiveMessageBytes=16MiB',
  "ws:perMessageDeflate.clientNoContextTakeover=true,label=mine,codec=json-array",
  "tcp:noDelay=false,tls=local",
];

const adapters: Decoder = {
  name: "adapters by name",
  sources: [`${CLI}/adapters/adapter-text.ts`],
  form: "text",
  refuses: ["UsageError", "UnknownAdapter", "WireduelError"],
  open: () => ({
    captures: ADAPTERS.map(bytesOf),
    async decode(bytes) {
      // No module is there.
      const { label, options } = await loadAdapter(textOf(bytes), join(tmpdir(), "wireduel-nothing"));
      return { label, options };
    },
  }),
};

const tokens: Decoder = {
  name: "files with a token",
  sources: [`${CLI}/remote/token.ts`],
  form: "text",
  refuses: ["UsageError"],
  open: () =>
    fromFile("token", ["0123456789abcdefABCDEF-_", "a\n"].map(bytesOf), (file, cwd) =>
      readToken("--token-file", file, cwd),
    ),
};

const LIMITS = { maxPayloadBytes: 200, mostBytes: 5_000, most: 20 };

const lines: Decoder = {
  name: "files with a payload on each line",
  sources: ["packages/core/src/payload/read-payloads.ts"],
  form: "text",
  refuses: ["WireduelError"],
  open: () =>
    fromFile("lines.ndjson", ['{"a":1}\n{"a":2}\r\n\n{"a":"é"}', "\ufeffone\ntwo\n"].map(bytesOf), (file) => {
      const payloads = readLines("payload.lines", file, LIMITS);
      const fits = payloads.every(({ byteLength }) => byteLength > 0 && byteLength <= LIMITS.maxPayloadBytes);
      if (!fits || payloads.length > LIMITS.most) throw new Error("a payload is beyond the limits");
      return payloads;
    }),
};

const PEM = `-----BEGIN CERTIFICATE-----\n${"QUJD".repeat(16)}\n-----END CERTIFICATE-----\n`;

const certificates: Decoder = {
  name: "files with a certificate",
  sources: ["packages/core/src/options/read-pem.ts"],
  form: "text",
  refuses: ["WireduelError"],
  open: () => fromFile("cert.pem", [bytesOf(PEM)], (file) => readPem("tls.cert", "a certificate", file)),
};

/** What reads what users of the command write. */
export const COMMAND: readonly Decoder[] = [
  ...configurations,
  commandLines,
  plannedLines,
  plannedConfigurations,
  adapters,
  tokens,
  lines,
  certificates,
];
