// Repeats the tables of "What simulation says" in docs/measuring.md, as Markdown (after npm run build).
// node scripts/simulate.js [--seeds 1000] [--first 1] [--jobs n] [study ...]
import { runStudies } from './run-studies.js';

const module = new URL('../dist/test/simulation/studies.js', import.meta.url).href;
await runStudies(module, 'STUDIES', 1000);
