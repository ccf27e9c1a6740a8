import { configFinding, type Rule } from './rule.ts';

/** Batch sizes are sizes, and none is preferred that is not allowed. */
export const batchSizesRule: Rule = (model, config) => {
  const limit = config.max_batch_size;
  if (limit < 0) {
    const mend = 'write 0 for no batching, or the largest batch';
    return [configFinding(model, 'max_batch_size', `max_batch_size is ${limit}`, mend)];
  }
  const preferred = config.dynamic_batching?.preferred_batch_size ?? [];
  return preferred.flatMap((size, index) => {
    if (size >= 1 && size <= limit) return [];
    const path = `dynamic_batching.preferred_batch_size.${index}`;
    const message = `preferred_batch_size ${size} is not from 1 to max_batch_size ${limit}`;
    return [configFinding(model, path, message, 'change one of the two')];
  });
};
