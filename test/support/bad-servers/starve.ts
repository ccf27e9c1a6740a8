/**
 * Lets a process run for only a tenth of the time, as cpulimit does: stopped for 90 ms, going on for
 * 10 ms, over and over. Ends by itself when the process is gone; `stop` lets it go on at once.
 */
export function starve(pid: number): { stop(): void } {
  const STOPPED_MS = 90;
  const RUNNING_MS = 10;
  let timer: NodeJS.Timeout;
  const stopIt = () => {
    if (!signal(pid, 'SIGSTOP')) return;
    timer = setTimeout(() => {
      if (signal(pid, 'SIGCONT')) timer = setTimeout(stopIt, RUNNING_MS);
    }, STOPPED_MS);
  };
  stopIt();
  return {
    stop: () => {
      clearTimeout(timer);
      signal(pid, 'SIGCONT');
    },
  };
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
