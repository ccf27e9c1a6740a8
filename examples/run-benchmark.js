// A benchmark from a program: 2 seconds at 50 requests/s against the embedded server.
// In a project of your own `npm install` brings the name; inside this clone Node finds it by itself.
import { runBenchmark } from 'inferbench';

const { document, folder } = await runBenchmark({
  qps: 50,
  duration: '2s',
  warmup: '1s',
  reports: process.argv[2] ?? 'reports',
});
const [point] = document.points;
const { planned, completed } = point.phases.find(({ name }) => name === 'measured').counters;
console.log(`${document.verdict}: ${completed} of ${planned} requests answered; see ${folder}`);
