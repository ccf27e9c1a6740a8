import type { Rule } from '../../contract/point.ts';

/** What a rule says when all is well; when it fires, its own title says what is wrong. */
const TITLE_WHEN_WELL: Readonly<Record<Rule['rule'], string>> = {
  distortion: 'Our own lateness left the latency alone',
  'busy-loop': 'Workers had time to stamp every answer',
  schedule: 'The load was sent as scheduled',
  accounting: 'Counts add up, ours and the server’s',
  'wrong-answers': 'Answers are what the model promises',
  'server-restart': 'The server ran through',
  'lost-requests': 'Requests came back',
  'growing-backlog': 'The backlog did not grow',
  'cut-off': 'The run came to its end',
};

export function ruleTitle({ rule, title, fired }: Rule): string {
  return fired ? title : TITLE_WHEN_WELL[rule];
}
