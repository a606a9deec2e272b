import { serveReceivers } from "@wireduel/core";
import { expect } from "vitest";
import { startProgram } from "../programs/start-program.js";
import { eachSubject } from "../runs/each-subject.js";
import { COUNT, expectFree, expectHarmed, runHarmed } from "../runs/harmed.js";
import { limitsOf } from "../runs/limits.js";
import { openServer } from "../runs/places.js";
import { OVER_ANY_LINK, plainAdapters } from "../subjects.js";
import { fault } from "../table/fault.js";

/** Shorter than any limit. */
const A_MOMENT_MS = 500;

eachSubject(
  openServer,
  (subject, it) => {
    it("receiver frozen for a moment", async ({ receiver }) => {
      const row = fault("receiver frozen for a moment");
      let settled = 0;
      const transmission = () => {
        if (settled++ !== 2) return;
        receiver.signal("SIGSTOP");
        setTimeout(() => receiver.signal("SIGCONT"), A_MOMENT_MS);
      };
      const run = { row, subject, receiver, adapter: subject.adapter({ label: "harmed" }) };
      const outcome = await runHarmed(run, { events: { transmission } });
      expect(expectHarmed(row, outcome).counts).toMatchObject({ sent: COUNT, lost: 0 });
    });

    it("receiver frozen for longer than a payload may take", async ({ receiver }) => {
      const row = fault("receiver frozen for longer than a payload may take");
      let settled = 0;
      const transmission = ({ transmission: { error } }: { transmission: { error?: unknown } }) => {
        if (settled++ === 2) receiver.signal("SIGSTOP");
        if (error !== undefined) receiver.signal("SIGCONT");
      };
      const run = { row, subject, receiver, adapter: subject.adapter({ label: "harmed" }) };
      const outcome = await runHarmed(run, { events: { transmission } });
      const { counts } = expectHarmed(row, outcome);
      expect(counts).toMatchObject({ sent: COUNT, lost: 0 });
      expect(counts.acknowledged).toBeGreaterThan(2);
    });

    it("receiver frozen for good", async ({ receiver, onTestFinished }) => {
      const row = fault("receiver frozen for good");
      let settled = 0;
      const transmission = () => {
        if (settled++ === 2) receiver.signal("SIGSTOP");
      };
      onTestFinished(() => receiver.signal("SIGCONT"));
      const run = { row, subject, receiver, adapter: subject.adapter({ label: "harmed" }) };
      const outcome = await runHarmed(run, { events: { transmission } });
      expect(expectHarmed(row, outcome).counts.acknowledged).toBe(3);
      receiver.signal("SIGCONT");
      await expectFree(subject, receiver);
    });

    it("sender frozen for a moment", async ({ receiver, onTestFinished }) => {
      const row = fault("sender frozen for a moment");
      const { url } = receiver.option as { readonly url: string };
      const options = { ...limitsOf(row), receiver: { url } };
      const sender = startProgram("sends", [subject.name, JSON.stringify(options)]);
      onTestFinished(() => sender.kill());
      await sender.line(0);
      sender.child.kill("SIGSTOP");
      setTimeout(() => sender.child.kill("SIGCONT"), A_MOMENT_MS);
      expect(JSON.parse(await sender.line(1))).toEqual({ status: "completed", failed: 0 });
    });

    it("sender frozen for longer than its receiver waits", async ({ onTestFinished }) => {
      const row = fault("sender frozen for longer than its receiver waits");
      let freed: (why: string) => void = () => {};
      const ended = new Promise<string>((resolve) => {
        freed = resolve;
      });
      const server = await serveReceivers({
        adapters: plainAdapters(),
        silenceTimeoutMs: 2_000,
        events: { "session-closed": ({ ended: why }) => freed(why) },
      });
      onTestFinished(() => server.close());
      const options = { ...limitsOf(row), receiver: { url: server.url } };
      const sender = startProgram("sends", [subject.name, JSON.stringify(options)]);
      onTestFinished(() => sender.kill());
      await sender.line(0);
      sender.child.kill("SIGSTOP");
      expect(await ended).toBe("silent");
      sender.child.kill("SIGCONT");
      expect(JSON.parse(await sender.line(1))).toMatchObject({
        code: row.code,
        status: "failed",
        kept: true,
      });
    });
  },
  OVER_ANY_LINK,
);
