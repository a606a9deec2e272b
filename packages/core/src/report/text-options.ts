/** Options of the text reports. */
export interface TextOptions {
  /** What one payload is called: `image`. Default: `payload`. */
  readonly noun?: string | undefined;
  /** The label of the row that ratios refer to. Default: the first. */
  readonly ratioTo?: string | undefined;
  /** What a reader can do next, as the last sentence: "See `start --explain`." Default: none. */
  readonly hint?: string | undefined;
}
