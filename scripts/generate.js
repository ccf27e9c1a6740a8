// Writes every generated file; CI runs it and looks whether anything changed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { describeCommandLine } from '../dist/src/cli/command-line-page.js';
import { comparisonDocumentSchema } from '../dist/src/contract/comparison-document.js';
import { historyEntrySchema } from '../dist/src/contract/history-entry.js';
import { benchFileSchema } from '../dist/src/contract/jobs/job-keys.js';
import { resultDocumentSchema } from '../dist/src/contract/result-document.js';
import { buildDashboard } from '../dist/src/report/index.js';

const root = new URL('../', import.meta.url);
const write = (path, text) => writeFileSync(new URL(path, root), text);
const schema = (source, title) =>
  `${JSON.stringify({ title, ...z.toJSONSchema(source, { io: 'input' }) }, null, 2)}\n`;

for (const folder of ['schemas', 'dashboards'])
  mkdirSync(new URL(folder, root), { recursive: true });
write('schemas/run-config.json', schema(benchFileSchema, 'inferbench configuration (bench.yaml)'));
write('schemas/result-document.json', schema(resultDocumentSchema, 'inferbench result document'));
write(
  'schemas/comparison-document-1.json',
  schema(comparisonDocumentSchema, 'inferbench comparison document'),
);
write('schemas/history-entry.json', schema(historyEntrySchema, 'inferbench history entry'));
write('docs/cli.md', describeCommandLine());
write('dashboards/inferbench.json', `${JSON.stringify(buildDashboard(), null, 2)}\n`);
