import { describe, expect, it } from "vitest";
import { type JoinOption, sendersKind } from "../options/join-option.js";
import { type ReceiverOption, receiverKind } from "../options/receiver-option.js";
import { makeLocalCertificate } from "../tls/local-certificate.js";
import { plainControlWarnings } from "./plain-control.js";

const codes = (receiver: ReceiverOption, join?: JoinOption) => {
  const senders = sendersKind.parse("senders", join === undefined ? 1 : { count: 2, join });
  const settings = { receiver: receiverKind.parse("receiver", receiver) };
  return plainControlWarnings({ settings, join: senders.join }).map(({ code }) => code);
};

const certificates = await makeLocalCertificate();

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

  it("warn of senders that join from other hosts without TLS", () => {
    expect(codes("process", { host: "192.0.2.1", token: "x" })).toEqual(["CONTROL_NOT_ENCRYPTED"]);
    expect(codes("process", { host: "::1" })).toEqual([]);
    expect(codes("process", { host: "0.0.0.0", token: "x", tls: certificates })).toEqual([]);
  });
});
