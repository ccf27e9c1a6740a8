import { bounded, jobKeyOf } from './job-key.ts';
import type { PublishedDocument } from './published.ts';

/** What goes into one comment. */
export interface JobDocuments {
  readonly jobKey: string;
  readonly documents: readonly PublishedDocument[];
}

/**
 * Documents by the job they are of, in the order they were named.
 * @param jobKey the job that all of them are of; null: each says itself
 */
export function groupByJob(
  documents: readonly PublishedDocument[],
  jobKey: string | null,
): JobDocuments[] {
  const groups = new Map<string, PublishedDocument[]>();
  for (const document of documents) {
    const key = jobKey === null ? jobKeyOf(document) : bounded(jobKey);
    groups.set(key, [...(groups.get(key) ?? []), document]);
  }
  return [...groups].map(([key, members]) => ({ jobKey: key, documents: members }));
}
