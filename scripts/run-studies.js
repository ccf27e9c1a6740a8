// Puts questions to many seeds on all cores and prints the answers as Markdown tables; see simulate.js.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { addSummary, runRow } from '../dist/test/simulation/study.js';

/** Seeds that one message to a thread asks for. */
const BATCH = 25;
const FILE = fileURLToPath(import.meta.url);

if (!isMainThread) {
  const { [workerData.name]: studies } = await import(workerData.module);
  parentPort.on('message', async ({ study, row, seeds, from }) => {
    parentPort.postMessage({ row, summary: await runRow(studies[study].rows[row], seeds, from) });
  });
}

/**
 * @param {string} module URL of the module that holds the studies
 * @param {string} name what the module exports them as
 * @param {number} defaultSeeds of each row, unless --seeds says otherwise
 */
export async function runStudies(module, name, defaultSeeds) {
  const { [name]: studies } = await import(module);
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seeds: { type: 'string', default: String(defaultSeeds) },
      first: { type: 'string', default: '1' },
      jobs: { type: 'string', default: String(availableParallelism()) },
    },
  });
  const [seeds, first, jobs] = [values.seeds, values.first, values.jobs].map(Number);
  const names = positionals.length > 0 ? positionals : Object.keys(studies);
  const unknown = names.find((one) => !studies[one]);
  if (unknown !== undefined || ![seeds, first, jobs].every((n) => Number.isInteger(n) && n > 0)) {
    console.error(`studies: ${Object.keys(studies).join(', ')}; numbers are whole and above 0`);
    process.exitCode = 2;
    return;
  }
  const threads = Array.from(
    { length: jobs },
    () => new Worker(FILE, { workerData: { module, name } }),
  );
  for (const one of names)
    print(studies[one], await answersOf(studies, one, { seeds, first, threads }));
  for (const thread of threads) await thread.terminate();
}

/** A summary for each row of a study; the threads take batches of seeds as they come free. */
async function answersOf(studies, study, { seeds, first, threads }) {
  const summaries = studies[study].rows.map(() => ({}));
  const tasks = studies[study].rows.flatMap((_, row) =>
    Array.from({ length: Math.ceil(seeds / BATCH) }, (__, batch) => ({
      ...{ study, row, from: first + batch * BATCH },
      seeds: Math.min(BATCH, seeds - batch * BATCH),
    })),
  );
  await Promise.all(
    threads.map(async (thread) => {
      for (let task = tasks.shift(); task; task = tasks.shift()) {
        const { row, summary } = await asked(thread, task);
        addSummary(summaries[row], summary);
      }
    }),
  );
  return summaries;
}

function asked(thread, task) {
  return new Promise((resolve, reject) => {
    thread.once('error', reject);
    thread.once('message', (answer) => {
      thread.off('error', reject);
      resolve(answer);
    });
    thread.postMessage(task);
  });
}

function print({ title, rows }, summaries) {
  const columns = Object.keys(summaries[0]);
  const count = summaries[0][columns[0]].count;
  console.log(`\n### ${title}, ${count} seeds\n`);
  console.log(`| | ${columns.join(' | ')} |`);
  console.log(`|---|${columns.map(() => '---').join('|')}|`);
  rows.forEach(({ label }, i) => {
    console.log(`| ${label} | ${columns.map((name) => cell(summaries[i][name])).join(' | ')} |`);
  });
}

/** Of yes and no the share of yes; of numbers the mean and the range. */
function cell({ count, sum, least, most }) {
  if (least >= 0 && most <= 1) return `${((100 * sum) / count).toFixed(1)} %`;
  return `${(sum / count).toFixed(0)} (${least.toFixed(0)}–${most.toFixed(0)})`;
}
