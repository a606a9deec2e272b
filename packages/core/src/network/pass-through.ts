import type { Socket } from "node:net";
import type { DirectionMeter } from "./direction-meter.js";

/**
 * Passes one direction of a connection on as it comes, and counts it. It stops reading while the other end does not
 * keep up, so it holds no more than the socket's `highWaterMark` and one read.
 */
export function passThrough(source: Socket, destination: Socket, meter: DirectionMeter): void {
  source.on("data", (chunk: Buffer) => {
    meter.count(chunk.byteLength);
    if (!destination.write(chunk)) source.pause();
  });
  destination.on("drain", () => source.resume());
  source.once("end", () => destination.end());
  source.once("error", () => destination.resetAndDestroy());
}
