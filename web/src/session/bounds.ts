/** Bounds of the client's options that are numbers; both are legal. Where both are whole numbers, so are all values. */
export const bounds = {
  /** Bytes. The store's own bounds are narrower. */
  partSize: [1, 5 * 1024 ** 3],
  parallel: [1, 6],
  /** Seconds: a millisecond to a year. */
  timeLimit: [0.001, 366 * 86_400],
  stallTime: [0.1, 3600],
} as const;
