// `pnpm bench NAME`: what the documents say of Wireduel's own cost and precision, measured again.

const BENCHES: Readonly<Record<string, () => Promise<{ default(args: readonly string[]): Promise<void> }>>> =
  {
    pacing: () => import("./pacing.js"),
    stall: () => import("./stall.js"),
    tap: () => import("./tap.js"),
    soak: () => import("./soak.js"),
  };

const [name = "", ...args] = process.argv.slice(2);
const load = BENCHES[name];
if (load === undefined) {
  process.stderr.write(
    `bench: expected one of ${Object.keys(BENCHES).join(", ")}, got ${JSON.stringify(name)}\n`,
  );
  process.exitCode = 2;
} else {
  const bench = await load();
  await bench.default(args);
}
