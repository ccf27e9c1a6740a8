/** The result document in a run's folder. */
export const RESULT_FILE = 'result.json';
/** What a run writes down while it goes on; taken away when its result is written. */
export const JOURNAL_FILE = 'journal.ndjson';
/** The comparison document in its folder. */
export const COMPARISON_FILE = 'comparison.json';
