import { describe, expect, it } from "vitest";
import { sessionRequest } from "../control/identity.js";
import { memory } from "../testing/memory-adapter.js";
import { Occupation } from "./occupation.js";

const adapter = memory();
const requestOf = (id: string | null) =>
  sessionRequest(adapter, { maxPayloadBytes: 100, group: id === null ? null : { id, senders: 2 } });

describe("Occupation", () => {
  it("counts a session once, also if it leaves twice", () => {
    const occupation = new Occupation();
    const [one, other] = [requestOf("a-run"), requestOf("a-run")];
    occupation.enter(one);
    occupation.enter(other);
    const listening = occupation.listeningOf(adapter);
    occupation.leave(one);
    occupation.leave(one);
    expect(occupation.listeningOf(adapter)).toBe(listening);
    expect(() => occupation.enter(requestOf(null))).toThrow(
      expect.objectContaining({ code: "RECEIVER_BUSY" }),
    );
    occupation.leave(other);
    occupation.enter(requestOf(null));
    expect(occupation.listeningOf(adapter)).not.toBe(listening);
  });
});
