import type { ServiceError } from "@grpc/grpc-js";
import { grpcJs } from "./library.js";

const { status } = grpcJs;

/** Why a call failed if its status is none that gRPC has. */
const BAD_ANSWER = "the other end answered with an encoding or a status that gRPC does not have";

/** The options that limit messages, by how grpc-js begins its refusal. */
const LIMITS = [
  [/^Received message\b.*larger than/, "maxReceiveMessageBytes"],
  [/^(Sent|Attempted to send) message\b.*larger than/, 'channelOptions["grpc.max_send_message_length"]'],
] as const;

/** Adds to the refusal of a large message which option allows it, and a reason where grpc-js has none. */
export function withHint(error: ServiceError): Error {
  // It loses the reason for an encoding that it does not know.
  if (status[error.code] === undefined) return new Error(BAD_ANSWER, { cause: error });
  if (error.code !== status.RESOURCE_EXHAUSTED) return error;
  const [, option] = LIMITS.find(([refusal]) => refusal.test(error.details)) ?? [];
  if (option === undefined) return error;
  const hint = `the option \`${option}\` of grpc() allows larger messages`;
  return new Error(`${error.message}; ${hint}`, { cause: error });
}
