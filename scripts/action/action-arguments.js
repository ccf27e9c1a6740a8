const WORDS = [
  'config',
  'url',
  'grpc-url',
  'protocol',
  'model',
  'qps',
  'concurrency',
  'duration',
  'history',
  'reports',
];
const LISTS = ['job', 'slo'];
/** Flags that an input of true or false gives: when it has that value. */
const SWITCHES = {
  'history-add': { when: 'false', flag: '--no-history-add' },
  strict: { when: 'true', flag: '--strict' },
  comment: { when: 'true', flag: '--github' },
  'job-summary': { when: 'true', flag: '--job-summary' },
};

/**
 * The inputs of action.yml, as they stand in the environment → words of a command line. No shell reads
 * them: a word may hold anything.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {string[]}
 */
export function actionArguments(env) {
  const given = (input) => (env[`BENCH_${input.toUpperCase().replaceAll('-', '_')}`] ?? '').trim();
  const linesOf = (input) =>
    given(input)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const switches = Object.entries(SWITCHES).flatMap(([input, { when, flag }]) => {
    const value = given(input);
    if (!['', 'true', 'false'].includes(value)) {
      throw new Error(`${input}: "${value}" is neither true nor false`);
    }
    return value === when ? [flag] : [];
  });
  return [
    // In one word: a value that begins with a dash is no flag.
    ...WORDS.flatMap((input) => (given(input) === '' ? [] : [`--${input}=${given(input)}`])),
    ...LISTS.flatMap((input) => linesOf(input).map((line) => `--${input}=${line}`)),
    ...switches,
    ...linesOf('args'),
  ];
}
