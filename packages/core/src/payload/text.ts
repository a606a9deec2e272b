// Text that compresses about as well as English. It has a made-up vocabulary, whose words are as frequent as Zipf's law
// says: the n-th most frequent word occurs 1/n times as often as the first.
import { Random } from "./random.js";

const VOCABULARY = 4_096;
/** The most frequent words are short. */
const SHORT_WORDS = 50;
const STARTS = ["b", "br", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "w"];
const VOWELS = ["a", "e", "i", "o", "u", "ea", "ou", "io"];
const ENDS = ["", "", "n", "r", "s", "t", "l", "nd", "st", "ck"];
/** On average, one word in this many ends a sentence, or is followed by a comma. */
const WORDS_PER_SENTENCE = 12;
const WORDS_PER_COMMA = 9;
/** Longer strings are made in pieces, because V8 joins short strings faster. */
const PIECE = 4_096;

/** The same words for every seed. Made when first needed. */
let vocabulary: readonly string[] | undefined;

/** Sentences of exactly `length` ASCII characters. */
export function textOf(length: number, random: Random): string {
  const pieces: string[] = [];
  let left = length;
  for (; left > PIECE; left -= PIECE) pieces.push(piece(PIECE, random));
  pieces.push(piece(left, random));
  return pieces.join("");
}

function piece(length: number, random: Random): string {
  vocabulary ??= makeVocabulary();
  const scale = Math.log(vocabulary.length);
  let text = "";
  let capital = true;
  while (text.length < length) {
    // Ranks whose logarithm is uniform have the frequencies of Zipf's law.
    const word = vocabulary[Math.floor(Math.exp(random.fraction() * scale)) - 1] as string;
    text += capital ? (word[0] as string).toUpperCase() + word.slice(1) : word;
    capital = random.below(WORDS_PER_SENTENCE) === 0;
    if (capital) text += ". ";
    else text += random.below(WORDS_PER_COMMA) === 0 ? ", " : " ";
  }
  return text.slice(0, length);
}

function makeVocabulary(): readonly string[] {
  const random = new Random(1);
  const pick = (from: readonly string[]) => from[random.below(from.length)] as string;
  return Array.from({ length: VOCABULARY }, (_, rank) => {
    const syllables = rank < SHORT_WORDS ? 1 : 1 + random.below(3);
    let word = "";
    for (let made = 0; made < syllables; made++) word += pick(STARTS) + pick(VOWELS) + pick(ENDS);
    return word;
  });
}
