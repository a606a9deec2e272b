/** Options of core, and the flags that set them. */
const FLAGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    budgetMs: "--budget",
    connections: "--connections",
    decideBy: "--decide-by",
    explain: "--explain",
    giveUpAfter: "--give-up-after",
    "load.concurrency": "--concurrency",
    "load.count": "--count",
    "load.durationMs": "--duration",
    "load.ratePerSecond": "--rate",
    margin: "--margin",
    network: "--network",
    "payload.file": "--payload",
    "payload.files": "--payload",
    "payload.lines": "--lines",
    "payload.sizeBytes": "--size",
    receiver: "--to",
    receivers: "--receivers",
    "receiver.tls.ca": "--ca",
    "receiver.token": "--token-file",
    "receiver.url": "--to",
    reference: "--reference",
    replyBytes: "--reply-bytes",
    rounds: "--rounds",
    seed: "--seed",
    senders: "--senders",
    "senders.count": "--wait-for-senders",
    "senders.join.host": "--join-host",
    "senders.join.tls.cert": "--join-cert",
    "senders.join.tls.key": "--join-key",
    // Of `joinBenchmark`.
    "tls.ca": "--ca",
  }),
);

/** How core says what is wrong with an option. In a matrix, it says of which cell first. */
const EXPECTED = /^(?:the cell of .*?: )?Expected `([\w.[\]]+)` to be (.*)$/s;

/** What core advises to a program about encrypted links, and what that is on the command line. */
const ADVICE: readonly (readonly [core: string, here: string])[] = [
  ["register it there with `tls: { cert, key }`, or `tls: { ca }` if it dials", "start it with --tls"],
  ["use `tls: { ca }` there", "use --tls there"],
  ['must have `tls: "local"`', "must have --tls"],
];

/** The same message of core, with the name of the flag instead of the option. */
export function inFlags(message: string): string {
  const [, option = "", rest] = EXPECTED.exec(message) ?? [];
  const flag = FLAGS.get(option.replaceAll(/\[\d+\]/g, ""));
  if (flag !== undefined) return `${flag}: expected ${rest}`;
  return ADVICE.reduce((text, [core, here]) => text.replace(core, here), message);
}
