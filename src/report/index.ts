/** The report room's door. */
export { buildResult, type ResultParts } from './build-result.ts';
export { collectEnvironment } from './collect-environment.ts';
export type { RenderOptions } from './render/renderer.ts';
export { FORMATS, type ReportFormat, render } from './render/renderers.ts';
export { type ResultReader, resultReader, type StoredResult } from './result-reader.ts';
export { openResultStore, type ResultStore, type WrittenResult } from './result-store.ts';
export { observeServer, type ServerObserver } from './server/observe-server.ts';
