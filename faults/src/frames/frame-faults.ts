import type { FrameFault } from "./harm-frames.js";

/** A fault of one frame of a link, counted from 0. The others pass. */
export function at(index: number, fault: FrameFault): FrameFault {
  return (frame, now, link) => (now === index ? fault(frame, now, link) : [frame]);
}

/** A fault of this frame of a link, counted from 0, and of all that come later. */
export function from(index: number, fault: FrameFault): FrameFault {
  return (frame, now, link) => (now >= index ? fault(frame, now, link) : [frame]);
}

/** A fault of all frames of a link, counted from 0. */
export function ofLink(number: number, fault: FrameFault): FrameFault {
  return (frame, now, link) => (link === number ? fault(frame, now, link) : [frame]);
}

export const lose: FrameFault = () => [];

export const double: FrameFault = (frame) => [frame, frame];

/** Exchanges each frame whose index is even with the next one. */
export function swapPairs(): FrameFault {
  let kept: Uint8Array | undefined;
  return (frame, index) => {
    if (index % 2 === 0) {
      kept = frame;
      return [];
    }
    return kept === undefined ? [frame] : [frame, kept];
  };
}

/** Turns over one bit of a byte. A negative place counts from the end. */
export function damage(place: number): FrameFault {
  return (frame) => {
    const damaged = Buffer.from(frame);
    const byte = place < 0 ? damaged.byteLength + place : place;
    damaged[byte] = (damaged[byte] ?? 0) ^ 1;
    return [damaged];
  };
}

/** Cuts a frame off after some bytes. */
export function cutTo(bytes: number): FrameFault {
  return (frame) => [frame.subarray(0, bytes)];
}
