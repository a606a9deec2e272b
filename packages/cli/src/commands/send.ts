import { hostname } from "node:os";
import { resolve } from "node:path";
import { type JoinBenchmarkOptions, type JoinEvents, joinBenchmark, WireduelError } from "@wireduel/core";
import { isLoopback } from "@wireduel/core/adapter";
import { loadServed, namesToServe } from "../adapters/served.js";
import { type Command, defineCommand } from "../command.js";
import { EXIT } from "../exit-code.js";
import { badValue, CommandError } from "../failure.js";
import { inFlags } from "../program/in-flags.js";
import { oneLine } from "../program/report-failure.js";
import { readToken } from "../remote/token.js";
import { checkUrl, hostOf, isSecure } from "../remote/url.js";
import { senderLabel } from "../send/label.js";
import { SEND_FLAGS } from "../send/send-flags.js";

const WANTED = "the URL of a run with --wait-for-senders, such as http://192.0.2.1:4100";
const WAIT_MS = 60_000;
const NOT_ENCRYPTED =
  "is not encrypted: anyone who can read its traffic learns the token; see --join-cert and --join-key, or use a private network";

/** `wireduel send [ADAPTER...]` */
export const send: Command = defineCommand({
  name: "send",
  summary: "Sends in a run that another machine coordinates: one of several senders.",
  takes: "[ADAPTER...]",
  flags: SEND_FLAGS,
  examples: [
    {
      command: "wireduel send --join http://192.0.2.1:4100 --token-file wireduel-join-token",
      meaning: "as the machine shows that waits for senders",
    },
    {
      command: "wireduel send --join http://192.0.2.1:4100 --token-file wireduel-join-token --label b",
      meaning: "a second sender on the same machine",
    },
    {
      command: "wireduel send ./my-adapter.ts --join http://127.0.0.1:4100 --wait 10m",
      meaning: "an adapter of your own, for a run that may start later",
    },
  ],
  async run(args, values, context) {
    const { cwd, env, err, signal } = context;
    const { join, tokenFile, ca, quiet, again, tls = false, wait: timeoutMs = WAIT_MS } = values;
    if (join === undefined) throw badValue("--join", WANTED, "none");
    const url = checkUrl("--join", join, WANTED);
    if (ca !== undefined && !tls && !isSecure(url))
      throw badValue("--ca", "an https URL in --join, or --tls", url);
    const authority = ca === undefined ? {} : { ca: resolve(cwd, ca) };
    const adapters = await loadServed(namesToServe(args), cwd, tls ? authority : undefined);
    const token = tokenFile === undefined ? undefined : readToken("--token-file", tokenFile, cwd);
    const label = senderLabel(values.label, env, hostname());
    const note = (text: string) => {
      if (!quiet) err(`${text}\n`);
    };
    if (!isSecure(url) && !isLoopback(hostOf(url))) note(`wireduel: warning: ${url} ${NOT_ENCRYPTED}`);
    context.onSignal("abort");
    const options: JoinBenchmarkOptions = {
      url,
      token,
      tls: isSecure(url) && ca !== undefined ? authority : undefined,
      adapters,
      label,
      timeoutMs,
      signal,
      events: eventsOf(note),
    };
    let runs = 0;
    do {
      const rounds = await sendIn(options, runs > 0);
      if (rounds === null) break;
      runs++;
      note(`Done: sent in ${rounds} round${rounds === 1 ? "" : "s"}`);
    } while (again);
    return EXIT.ok;
  },
});

/**
 * Sends in a run to its end, and returns in how many rounds. Null: there is no other run.
 * @throws CommandError, WireduelError if it ended early, or did not take this sender
 */
async function sendIn(options: JoinBenchmarkOptions, isAnother: boolean): Promise<number | null> {
  try {
    const { error, rounds } = await joinBenchmark(options);
    if (error === null) return rounds;
    throw new CommandError(`the run ended early: ${oneLine(inFlags(error.message))} [${error.code}]`);
  } catch (error) {
    const isThere = !(error instanceof WireduelError && error.code === "COORDINATOR_UNREACHABLE");
    if (isThere || !isAnother) throw error;
    return null;
  }
}

function eventsOf(note: (text: string) => void): JoinEvents {
  // A name with several addresses has a reason for each, in turn.
  const reasons = new Set<string>();
  return {
    waiting({ url, because }) {
      if (!reasons.has(because)) note(`Waiting for a run at ${url}: ${because}`);
      reasons.add(because);
    },
    joined({ url, label, of }) {
      reasons.clear();
      note(`Joined ${url} as ${label}, one of ${of} sender${of === 1 ? "" : "s"}`);
    },
    round: ({ adapter, round, rounds }) =>
      note(`Round ${round + 1}${rounds === null ? "" : ` of ${rounds}`}: ${adapter}`),
  };
}
