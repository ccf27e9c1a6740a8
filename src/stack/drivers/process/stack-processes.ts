import { setTimeout as pause } from 'node:timers/promises';
import { type ProcessEntry, processEntry, processTable, wasStartedWith } from './process-table.ts';
import { STACK_ID_VARIABLE, type StackRecord } from './stack-record.ts';

/** What identifies the processes of a stack. */
export type StackIdentity = Pick<StackRecord, 'id' | 'services'>;

const POLL_MS = 50;
/** How long they may take to end by themselves, and then to be ended. */
const TERM_LIMIT_MS = 5000;
const KILL_LIMIT_MS = 5000;

/** Whether the very process that was recorded runs; another one with its id does not count. */
export function isRunning({ pid, startedAt }: { pid: number; startedAt: string }): boolean {
  const entry = processEntry(pid);
  return entry !== null && entry.startedAt === startedAt && !entry.isZombie;
}

/** All that runs of a stack. */
export function stackMembers(stack: StackIdentity): readonly ProcessEntry[] {
  const table = processTable();
  return membersOf(stack, ledGroups(stack, table), table);
}

/**
 * Asks every process of a stack to end, and ends those that do not. Resolves with those that are still
 * there; that is none, unless the system itself holds one.
 */
export async function endStack(stack: StackIdentity): Promise<readonly ProcessEntry[]> {
  const groups = ledGroups(stack, processTable());
  for (const { pid } of stackMembers(stack)) signal(pid, 'SIGTERM');
  await untilGone(stack, groups, TERM_LIMIT_MS, () => undefined);
  return untilGone(stack, groups, KILL_LIMIT_MS, ({ pid }) => signal(pid, 'SIGKILL'));
}

/** `groups` shrinks: a group that was seen empty is no longer ours, its number may be given away. */
async function untilGone(
  stack: StackIdentity,
  groups: Set<number>,
  limitMs: number,
  treat: (member: ProcessEntry) => void,
): Promise<readonly ProcessEntry[]> {
  const limit = AbortSignal.timeout(limitMs);
  for (;;) {
    const table = processTable();
    const members = membersOf(stack, groups, table);
    if (members.length === 0 || limit.aborted) return members;
    const peopled = new Set(table.map(({ groupId }) => groupId));
    for (const group of groups) if (!peopled.has(group)) groups.delete(group);
    // Again and again: one may have forked while the list was read.
    members.forEach(treat);
    await pause(POLL_MS);
  }
}

/**
 * Those in the stack's groups, and those that carry its id: so they are found too when their leader is
 * gone or when they left their group.
 */
function membersOf(
  { id }: StackIdentity,
  groups: ReadonlySet<number>,
  table: readonly ProcessEntry[],
): readonly ProcessEntry[] {
  return table.filter(
    ({ pid, groupId, isZombie }) =>
      !isZombie && (groups.has(groupId) || wasStartedWith(pid, STACK_ID_VARIABLE, id)),
  );
}

/** Groups whose leader is the very process that was recorded; a group's number is its leader's id. */
function ledGroups({ services }: StackIdentity, table: readonly ProcessEntry[]): Set<number> {
  const started = new Map(table.map(({ pid, startedAt }) => [pid, startedAt]));
  return new Set(
    services.filter(({ pid, startedAt }) => started.get(pid) === startedAt).map(({ pid }) => pid),
  );
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone, or not ours to end; the next look tells.
  }
}
