import { frameBytes, lengthPrefix } from "@wireduel/core/adapter";

/** Writes a frame after its length, in one packet if it fits. */
export function sendFrame(socket, frame) {
  socket.cork();
  for (const part of [lengthPrefix(frameBytes(frame)), ...frame]) socket.write(part);
  socket.uncork();
}
