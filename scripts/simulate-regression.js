// Repeats the tables of "What simulation says" in docs/regression.md, as Markdown (after npm run build).
// node scripts/simulate-regression.js [--seeds 2000] [--first 1] [--jobs n] [study ...]
import { runStudies } from './run-studies.js';

const module = new URL('../dist/test/simulation/comparison/comparison-studies.js', import.meta.url)
  .href;
await runStudies(module, 'COMPARISON_STUDIES', 2000);
