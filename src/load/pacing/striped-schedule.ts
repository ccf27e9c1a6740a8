import type { Schedule } from './schedule.ts';

/** Keeps the arrivals whose place in `whole` is `shard` modulo `shards`. */
export function createStripedSchedule(whole: Schedule, shard: number, shards: number): Schedule {
  let skip = shard;
  return {
    nextDueNs() {
      for (; skip > 0; skip -= 1) if (whole.nextDueNs() < 0) return -1;
      skip = shards - 1;
      return whole.nextDueNs();
    },
  };
}
