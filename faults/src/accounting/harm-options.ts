/** What happens to messages: the share of those that are lost, come twice, are damaged, or are overtaken. */
export interface MessageHarm {
  lose: number;
  double: number;
  damage: number;
  hold: number;
}

/** Options of a harmed adapter. */
export interface HarmOptions extends MessageHarm {
  /** The same seed harms the same messages. */
  seed: number;
  /** How many messages of each link pass before the first one is harmed: those of the warm-up. */
  unharmed: number;
  /** After so many messages, the sender's end of a link closes. -1: never. */
  closeAfter: number;
  /** What happens to replies. Null: nothing. */
  reply: MessageHarm | null;
}

/** No message is harmed. */
export const NO_HARM: MessageHarm = { lose: 0, double: 0, damage: 0, hold: 0 };
