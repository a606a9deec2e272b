import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { COMMANDS } from "../commands/index.js";
import { EXIT } from "../exit-code.js";
import { runHere } from "./fixtures/in-process.js";

let cwd = "";

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "wireduel-wrong-"));
  mkdirSync(join(cwd, "folder"));
  writeFileSync(join(cwd, "no-adapter.mjs"), "export default 42;\n");
  writeFileSync(join(cwd, "makes-nothing.mjs"), "export default () => ({});\n");
  writeFileSync(join(cwd, "broken.mjs"), "export default (;\n");
  writeFileSync(join(cwd, "array.json"), "[]\n");
  writeFileSync(join(cwd, "broken.json"), "{,}\n");
  writeFileSync(join(cwd, "typo.json"), '{ "adapters": ["ws"], "sise": "10kB" }\n');
  writeFileSync(join(cwd, "value.json"), '{ "adapters": ["ws"], "budget": 60 }\n');
  writeFileSync(join(cwd, "fails.mjs"), 'export default () => { throw new Error("no\\nway"); };\n');
  writeFileSync(join(cwd, "rejects.mjs"), 'export default Promise.reject(new Error("never again"));\n');
  writeFileSync(join(cwd, "throws-null.mjs"), "throw null;\n");
  mkdirSync(join(cwd, "package"));
  writeFileSync(join(cwd, "package/package.json"), "{,}\n");
  writeFileSync(join(cwd, "line-only.json"), '{ "adapters": ["ws"], "dryRun": true }\n');
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** Each with a word that its message must have: the name, or the nearest right one. */
const WRONG: readonly (readonly [line: string, word: string])[] = [
  ["run", "wireduel ws grpc"],
  ["rnu ws", "run"],
  ["wss", "ws"],
  ["ws gprc", "grpc"],
  ["ws,grpc", "wireduel ws grpc"],
  ["quic", "is not an adapter"],
  ["data:text/javascript,0", "is not an adapter"],
  ["https://example.invalid/x.mjs", "no such file"],
  ["toString", "is not an adapter"],
  ["ws:toString=1", "toString"],
  ["ws:label=", "label"],
  ["ws ./missing.ts", "missing.ts"],
  ["ws ./folder", "package.json"],
  ["./no-adapter.mjs", "default export"],
  ["./makes-nothing.mjs", "adapter"],
  ["./broken.mjs", "broken.mjs"],
  ["./fails.mjs", "no way"],
  ["./throws-null.mjs", "null"],
  ["./package", "package.json"],
  ["ws ", "empty"],
  ["a-package-that-nobody-has", "is not an adapter"],
  ["help rnu", "run"],
  ["ws --siz 10kB", "--size"],
  ["ws --playload a", "--payload"],
  ["ws --file a", "--payload"],
  ["ws --reply-byte 10", "--reply-bytes"],
  ["ws --replyBytes 10", "--reply-bytes"],
  ["ws --frobnicate", "--frobnicate"],
  ["ws --adapters grpc", "--adapters"],
  ["ws -x", "-x"],
  ["ws --no-size", "--no-size"],
  ["ws --size", "--size"],
  ["ws --size=", "--size"],
  ["ws --size --kind json", "--kind"],
  ["ws --size ten", "ten"],
  ["ws --size 10k", "10kB"],
  ["ws --size 1mb", "1MB"],
  ["ws --size -1", "-1"],
  ["ws --size 1.5", "1.5"],
  ["ws --size 100,,200", "--size"],
  ["ws --size 100,100", "100"],
  ["ws --size 2GiB", "2GiB"],
  ["ws --size 1kB,2kB --format csv-samples", "csv-samples"],
  ["ws --size 1kB --resume folder", "--resume"],
  ["ws --size 1kB,2kB --resume missing.json", "missing.json"],
  ["ws --size 1kB,2kB --resume folder", "matrix.json"],
  ["ws --size 1kB,2kB --resume folder --dry-run", "--dry-run"],
  ["ws --kind jsn", "json"],
  ["ws --kind json --kind text", "twice"],
  ["ws --network wam", "wan"],
  ["ws --network 20", "20ms"],
  ["ws --network 20ms+30ms", "--network"],
  ["ws --network 20ms~30ms", "jitter"],
  ["ws --network 100M", "100Mbit"],
  ["ws --network 1h", "10s"],
  ["ws --network 0Mbit", "0Mbit"],
  ["ws --network lan+100Mbit", "--network"],
  ["ws --rate fast", "fast"],
  ["ws --rate 0", "--rate"],
  ["ws --rate 200rps", "200/s"],
  ["ws --connections 0", "--connections"],
  ["ws --connections two", "two"],
  ["ws --connections 2000", "2000"],
  ["ws --senders 65", "from 1 to 64"],
  ["ws --senders 2 --receivers 3", "--receivers"],
  ["ws --senders 2 --connections 1", "--connections"],
  ["ws:unixSocket=true --senders 2", "unixSocket"],
  ["ws --concurrency 1.5", "--concurrency"],
  ["ws --duration 10", "10s"],
  ["ws --duration 10sec", "10s"],
  ["ws --budget 10ms", "--budget"],
  ["ws --budget 2days", "--budget"],
  ["ws --rounds 0", "--rounds"],
  ["ws --rounds 30-6", "--rounds"],
  ["ws --rounds 1-6", "--rounds"],
  ["ws --count 1e99", "--count"],
  ["ws --margin 10", "10%"],
  ["ws --margin 200%", "200%"],
  ["ws --decide-by latency", "transmission"],
  ["ws --decide-by p9", "p99"],
  ["ws --seed x", "--seed"],
  ["ws --tls=yes", "takes no value"],
  ["ws --format tex", "text"],
  ["ws --color sometimes", "always"],
  ["ws --out=", "--out"],
  ["ws --config missing.json", "missing.json"],
  ["ws --config array.json", "array.json"],
  ["ws --config broken.json", "broken.json"],
  ["ws --config typo.json", "size"],
  ["ws --config rejects.mjs", "never again"],
  ["ws --config throws-null.mjs", "null"],
  ["ws --config folder", "not a file"],
  ["ws --config value.json", "budget"],
  ["ws --config line-only.json", "--dry-run"],
  ["ws --config typo.json --config value.json", "--config"],
  ["ws:", "profile=tuned"],
  ["ws:profil=tuned", "profile"],
  ["ws:profile=tunde", "tuned"],
  ["ws:mask=zreo", "zero"],
  ["ws:direction=down", "push"],
  ["ws:fragmentBytes=64k", "64kB"],
  ["ws:fragmentBytes=-1", "fragmentBytes"],
  ["ws:coalesce=maybe", "coalesce"],
  ["ws:profile=tuned,profile=default", "twice"],
  ["grpc:call=unray", "unary"],
  ["grpc:keepalive.timeMs=x", "timeMs"],
  ["ws --size 100,100B", "twice"],
  ["ws --size 1000,1kB", "twice"],
  ["ws --payload missing.jpg", "--payload"],
  ["ws --payload missing/*.jpg", "--payload"],
  ["ws --lines missing.ndjson", "--lines"],
  ["ws --payload text --payload ./text", "twice"],
  ["ws --lines text --lines folder/../text", "twice"],
  ["ws --network 20ms,20.0ms", "twice"],
  ["ws --network 20ms+1Mbit,1000kbit+20ms", "twice"],
  ["ws --duration 10s --budget 5s", "--budget"],
  ["ws tcp --duration 31s", "1m"],
  ["ws --quick --duration 11s", "10s"],
  ["--json nope", "nope is not an adapter"],
  ["ws --out --json", "--json"],
  ["ws --json=", "--json"],
  ["ws --json=folder", "--json"],
  ["ws --json=result.json --json", "twice"],
  ["ws --json --json=result.json", "twice"],
  ["ws --json=missing/x", "--json"],
  ["ws --reference nope", "known are WebSocket, ws"],
  ["ws ws:label=again --reference ws", "several"],
  ["ws --explain", "second adapter"],
  ["ws tcp --explain --rounds 1", "--explain"],
  ["ws --decide-by response", "--decide-by"],
  ["ws --to nowhere", "--to"],
  ["ws --token-file token", "--to"],
  ["ws --count 5 --duration 1s", "--duration"],
  ["ws --rate 5 --concurrency 2", "--rate"],
  ["ws --quick --budget 20s", "--budget"],
  ["ws --size 1,2 --debug", "--debug"],
  ["ws tcp --size 1,2 --explain", "--explain"],
  ["ws --payload text --kind json", "--kind"],
  ["ws --connections 4 --concurrency 2", "--concurrency"],
  ["ws --wait-for-senders 2", "--to"],
  ["ws --wait-for-senders 0 --to http://a:1", "from 1 to 1,000"],
  ["ws --wait-for-senders 2 --senders 2 --to http://a:1", "--senders"],
  ["ws --wait-for-senders 2 --receivers 2 --to http://a:1", "--receivers"],
  ["ws --wait-for-senders 2 --connections 1 --to http://a:1", "--wait-for-senders"],
  ["ws --wait-for-senders 2 --join-host 0.0.0.0 --to http://a:1", "--join-token-file"],
  ["ws --wait-for-senders 2 --join-token-file missing/x --to http://a:1", "--join-token-file"],
  ["ws --wait-for-senders 2 --join-token-file folder --to http://a:1", "--join-token-file"],
  ["ws --wait-for-senders 2 --join-cert array.json --to http://a:1", "--join-key"],
  ["ws --wait-for-senders 2 --join-cert array.json --join-key array.json --to http://a:1", "--join-cert"],
  ["ws --wait-for-senders 2 --join-port 70000 --to http://a:1", "65,535"],
  ["ws --wait-for-senders 2 --join-timeout 60 --to http://a:1", "60s"],
  ["ws --join-port 5000", "--wait-for-senders"],
  ["ws --senders 2 --join-timeout 5s", "--wait-for-senders"],
  ["ws --senders 2 --join http://a:1", "--join-host"],
  ["ws --dry-run --format markdown", "--format"],
  ["ws --rounds 3 --budget 20s", "--rounds"],
  ["ws --json --format text", "--format"],
  ["ws --out /dev/null/x", "--out"],
  ["report", "FILE"],
  ["report missing.json", "missing.json"],
  ["report ", "empty"],
  ["adapters ", "empty"],
  ["adapters ./fails.mjs:x=1", "fails.mjs"],
  ["report x --formt json", "--format"],
  ["report x --size 10kB", "run"],
  ["compare a", "HEAD"],
  ["compare a b c", "BASE HEAD"],
  ["receive --port 70000", "65,535"],
  ["receive nope", "nope"],
  ["receive --config typo.json", "size"],
  ["send", "--join"],
  ["send nope --join http://a:1", "nope"],
  ["send tcp tcp --join http://127.0.0.1:1", "tcp"],
  ["send --join a:1", "http://a:1"],
  ["send --join http://me:hidden@a:1", "user"],
  ["send --join http://a:1 --ca array.json", "https"],
  ["send --join https://a:1 --ca array.json", "--ca"],
  ["send --join https://a:1 --ca missing.pem", "--ca"],
  ["send --join http://a:1 --token-file missing", "missing"],
  ["send --join http://a:1 --label ", "--label"],
  ["send --join http://a:1 --wait 5", "5s"],
  ["send --join http://a:1 --join http://b:1", "twice"],
  ["send --to http://a:1", "run and gate"],
  ["adapters nope", "nope"],
  ["completion", "SHELL"],
  ["completion tcsh", "bash"],
  ["init --language rb", "ts"],
  ["doctor all", "none"],
  ["gate", "--base"],
  ["gate --base ./missing.js --head ./missing.js", "missing.js"],
  ["gate ws --fail-if-slower 10", "10%"],
  ["gate ws --fail-if fast", "fast"],
  ["gate ws --fail-if ws.p98>20ms", "p98"],
  ["gate ws --explain", "run"],
  ["gate ws --fail-if ws.p99>1s --json=./missing/x.json", "--json"],
  ["gate ws --fail-if-slow 10%", "--fail-if-slower"],
];

/** Files that never end, or that look as if they could be written. */
const DEVICES: typeof WRONG = [
  ["ws --json=/proc/x", "--json"],
  ["ws --config /dev/zero", "not a file"],
  ["/dev/zero", "not a file"],
  ["ws --to http://127.0.0.1:1 --token-file /dev/zero", "device"],
  ["report /dev/zero", "device"],
];

it.each(process.platform === "linux" ? [...WRONG, ...DEVICES] : WRONG)("wireduel %s", async (line, word) => {
  const before = readdirSync(cwd);
  const signal = AbortSignal.timeout(20_000);
  const { exitCode, stdout, stderr } = await runHere(line.split(" "), { cwd, signal });
  expect({ exitCode, stdout }).toEqual({ exitCode: EXIT.usage, stdout: "" });
  expect(stderr.split("\n")).toHaveLength(2);
  expect(stderr).toMatch(/^wireduel: /);
  const [message = "", command, rest] = stderr.split(/ \(see wireduel (\w+) --help\)\n/);
  const [first = ""] = line.split(" ");
  expect({ command, rest }).toEqual({
    command: COMMANDS.some(({ name }) => name === first) ? first : "run",
    rest: "",
  });
  expect(message).toContain(word);
  expect(stderr.length).toBeLessThan(400);
  expect(readdirSync(cwd)).toEqual(before);
});
