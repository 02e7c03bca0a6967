/** What can be counted, in the order in which it is shown. */
export const QUANTITIES = [
  "input_tokens",
  "cached_input_tokens",
  "cache_write_tokens",
  "audio_input_tokens",
  "output_tokens",
  "reasoning_tokens",
  "audio_output_tokens",
  "images",
  "seconds",
  "calls",
] as const;

export type Quantity = (typeof QUANTITIES)[number];

/** What a quantity without a price of its own is a kind of. */
export const KIND_OF: Partial<Record<Quantity, Quantity>> = {
  cached_input_tokens: "input_tokens",
  cache_write_tokens: "input_tokens",
  audio_input_tokens: "input_tokens",
  reasoning_tokens: "output_tokens",
  audio_output_tokens: "output_tokens",
};

/** How many decimals a price may have. */
export const PRICE_DECIMALS = 12;
