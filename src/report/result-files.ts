/** The result document in a run's folder. */
export const RESULT_FILE = 'result.json';
/** What a run writes down while it goes on; taken away when its result is written. */
export const JOURNAL_FILE = 'journal.ndjson';
/** The comparison document in a comparison's folder. */
export const COMPARISON_FILE = 'comparison.json';
/** In a comparison's folder: one folder for each run, as a run leaves it. */
export const RUNS_FOLDER = 'runs';
