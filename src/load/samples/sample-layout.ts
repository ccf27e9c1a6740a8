/**
 * One record of a file of samples, 64 bytes, little-endian: see docs/samples.md. Offsets are in
 * elements of the type that is read there.
 */
export const RECORD_BYTES = 64;

/** As float64. The times of a request; -1: it did not come that far. */
export const FLOAT64 = { due: 0, dispatched: 1, sent: 2, firstByte: 3, done: 4 } as const;
/** As uint32. The index takes 64 bits, its low half first. */
export const UINT32 = { indexLow: 10, indexHigh: 11, request: 12, correct: 13 } as const;
/** As uint16. */
export const UINT16 = { worker: 28 } as const;
/** As uint8. */
export const UINT8 = { kind: 60, outcome: 61, touched: 62, text: 63 } as const;

/** Which words a failure had: 0 for none, texts are numbered from 1; this one: no room for them. */
export const TEXT_NOT_KEPT = 255;

/**
 * What a record is. A second's end holds its number, in flight, waiting and the longest standstill
 * in the places of the first four times; the end of a worker holds when it was interrupted, or -1.
 */
export const KIND = { request: 0, secondEnd: 1, workerEnd: 2 } as const;

export const UINT32_RANGE = 2 ** 32;
