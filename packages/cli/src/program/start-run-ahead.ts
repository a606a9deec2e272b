import { startAhead } from "@wireduel/core/ahead";
import { enterStartFolder } from "./start-folder.js";

/** The adapters of the command: `ws` and `ws:profile=tuned`. Another module may not be JavaScript. */
const OWN = /^(ws|grpc|http|tcp)(?=:|$)/;

/** With these, a command measures nothing, or not with processes of one sender. */
const OTHERWISE = [
  ...["--help", "-h", "--dry-run", "--debug"],
  ...["--rounds", "--senders", "--receivers", "--to", "--wait-for-senders"],
];

/**
 * Starts the processes of the first adapter, if the command line looks like `wireduel [run] ws grpc`. Nothing is checked yet: if it
 * turns out to be wrong, they end with this process.
 */
export function startRunAhead(argv: readonly string[]): void {
  const [first = ""] = argv[0] === "run" ? argv.slice(1) : argv;
  const [name] = OWN.exec(first) ?? [];
  const flags = argv.map((word) => word.split("=", 1)[0] as string);
  if (name === undefined || flags.some((flag) => OTHERWISE.includes(flag))) return;
  try {
    enterStartFolder();
    startAhead(import.meta.resolve(`@wireduel/adapter-${name}`));
  } catch {
    // The command says why.
  }
}
