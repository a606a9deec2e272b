import { expect, it } from "vitest";
import { unreadLimit } from "./unread-limit.js";

it.each([0, 1, 25, 512, 100_000, 2 ** 30])(
  "replies of %d bytes may take 64 MiB, with 512 bytes each",
  (size) => {
    const { replies, bytes } = unreadLimit(size);
    expect(replies * (size + 512)).toBeCloseTo(64 * 2 ** 20);
    expect(bytes).toBeCloseTo(replies * Math.max(size, 1));
  },
);
