import { countText } from '../count-text.ts';
import type { VerdictRule } from './run-facts.ts';

/** Answers of another shape, datatype or value than the reference outputs, within tolerance. */
export const wrongAnswers: VerdictRule = ({ outcome }) => {
  const { wrong, checked } = outcome.answers;
  return {
    rule: 'wrong-answers',
    verdict: 'invalid',
    title: 'The server gave wrong answers',
    value: `${countText(wrong)} inferences wrong, ${countText(checked)} compared with the reference`,
    limit: '0',
    fired: wrong > 0,
  };
};
