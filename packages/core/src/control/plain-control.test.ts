import { describe, expect, it } from "vitest";
import { type ReceiverOption, receiverKind } from "../options/receiver-option.js";
import { plainControlWarnings } from "./plain-control.js";

const codes = (receiver: ReceiverOption) =>
  plainControlWarnings(receiverKind.parse("receiver", receiver)).map(({ code }) => code);

describe("plainControlWarnings", () => {
  it.each(["http://192.0.2.1:4000", "http://[2001:db8::1]:4000", "HTTP://host", "http://localhost.example"])(
    "warn of %s",
    (url) => {
      expect(codes({ url })).toEqual(["CONTROL_NOT_ENCRYPTED"]);
      // A token does not help who sends it in the clear.
      expect(codes({ url, token: "x" })).toEqual(["CONTROL_NOT_ENCRYPTED"]);
    },
  );

  it.each(["https://192.0.2.1:4000", "http://127.0.0.1:4000", "http://[::1]:4000", "http://localhost:4000"])(
    "do not warn of %s",
    (url) => expect(codes({ url })).toEqual([]),
  );

  it.each(["process", "inline"] as const)("do not warn of a receiver on this machine: %s", (receiver) => {
    expect(codes(receiver)).toEqual([]);
  });
});
