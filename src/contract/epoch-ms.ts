import { z } from 'zod';

/** Of what a date can hold (ECMA-262, time values). */
const LAST_EPOCH_MS = 8.64e15;

/** A moment in a file, milliseconds since 1970; one that can be printed. */
export const epochMs = z.number().min(0).max(LAST_EPOCH_MS);
