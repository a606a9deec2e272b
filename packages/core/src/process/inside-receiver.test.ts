import { expect, it } from "vitest";
import { markReceiverProcess, refuseInsideReceiver } from "./inside-receiver.js";

it("refuses to run inside a receiver process, and nowhere else", () => {
  refuseInsideReceiver();
  markReceiverProcess();
  expect(refuseInsideReceiver).toThrow(expect.objectContaining({ code: "INSIDE_RECEIVER" }));
});
