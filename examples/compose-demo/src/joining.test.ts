import { mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Environment } from "./environment.js";
import { SettingError } from "./failure.js";
import { joiningOf, localSendersOf, runPlaceOf } from "./joining.js";
import { readOrMakeSecrets } from "./secrets.js";

const folder = mkdtempSync(join(tmpdir(), "compose-demo-"));
let token: string;
beforeAll(async () => {
  ({ token } = await readOrMakeSecrets(folder));
});
afterAll(() => rmSync(folder, { recursive: true }));

const place = { COORDINATOR_HOST: "coordinator", COORDINATOR_BIND: "0.0.0.0" };

describe("several transmitters", () => {
  it("join the coordinator with the secrets of the receiver, and under one name for each container", () => {
    const env = { ...place, TRANSMITTERS: "3", SECRETS_DIR: folder };
    const { senders, run } = { senders: joiningOf(env), run: runPlaceOf(env) };
    expect(senders).toMatchObject({ count: 3, join: { host: "0.0.0.0", token } });
    expect(run).toMatchObject({ token, label: hostname() });
    expect(new URL(run?.url ?? "")).toMatchObject({ protocol: "https:", hostname: "coordinator" });
  });

  it("are processes of this machine without a coordinator, and one by default", () => {
    expect([runPlaceOf({ TRANSMITTERS: "3" }), localSendersOf({ TRANSMITTERS: "3" })]).toEqual([
      undefined,
      3,
    ]);
    expect([runPlaceOf(place), localSendersOf({})]).toEqual([undefined, undefined]);
  });

  it.each<[Environment, string]>([
    [{ TRANSMITTERS: "0" }, "TRANSMITTERS"],
    [{ TRANSMITTERS: "two" }, "TRANSMITTERS"],
    [{ TRANSMITTERS: "1001" }, "TRANSMITTERS"],
    [{ TRANSMITTERS: "3" }, "SECRETS_DIR"],
    [{ TRANSMITTERS: "3", SECRETS_DIR: join(folder, "missing") }, "SECRETS_DIR"],
  ])("are refused with %j", (env, setting) => {
    const refused = expect.objectContaining({ setting });
    expect(() => runPlaceOf({ ...place, ...env })).toThrow(refused);
    expect(() => joiningOf({ ...place, ...env })).toThrow(refused);
    expect(() => runPlaceOf({ ...place, ...env })).toThrow(SettingError);
  });

  it("need their number", () => {
    expect(() => joiningOf(place)).toThrow(expect.objectContaining({ setting: "TRANSMITTERS" }));
  });
});
