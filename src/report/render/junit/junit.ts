import type { ResultDocument } from '../../../contract/result-document.ts';
import { xmlAttribute } from '../escape.ts';
import { type JunitCase, type JunitSuite, junitSuites } from './junit-suites.ts';

const NO_OUTPUT = '    <system-out></system-out>\n    <system-err></system-err>';

/** A suite and when it began. */
interface DatedSuite extends JunitSuite {
  readonly startedAt: string;
}

/**
 * The run as test results: whatever gives it an exit code other than 0 is a failure or an error here,
 * and nothing else is.
 */
export function junit(doc: ResultDocument): string {
  return junitOf(junitSuites(doc).map((suite) => ({ ...suite, startedAt: doc.startedAt })));
}

/** Fits the schemas of Jenkins (xunit) and of Ant, so GitLab's and Azure's too. */
export function junitOf(suites: readonly DatedSuite[]): string {
  const elements = suites.map(suiteElement).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${elements}\n</testsuites>\n`;
}

function suiteElement(suite: DatedSuite, id: number): string {
  const { name, cases, properties, seconds } = suite;
  const time = seconds.toFixed(3);
  const count = (outcome: JunitCase['outcome']) =>
    cases.filter((one) => one.outcome === outcome).length;
  const head = attributes({
    ...{ name, package: 'inferbench', id: String(id) },
    // Ant's schema takes no time zone; ours is UTC.
    ...{ timestamp: suite.startedAt.slice(0, 19), hostname: 'localhost' },
    ...{ tests: String(cases.length), failures: String(count('failure')) },
    ...{ errors: String(count('error')), skipped: String(count('skipped')) },
    time,
  });
  const kept = properties.map(
    ([key, value]) => `      <property ${attributes({ name: key || '–', value })}/>`,
  );
  return [
    `  <testsuite ${head}>`,
    ['    <properties>', ...kept, '    </properties>'].join('\n'),
    ...cases.map((one, index) => caseElement(name, one, index === 0 ? time : '0')),
    NO_OUTPUT,
    '  </testsuite>',
  ].join('\n');
}

function caseElement(
  suite: string,
  { name, outcome, type, message }: JunitCase,
  time: string,
): string {
  const head = attributes({ name, classname: suite, time });
  if (outcome === 'passed') return `    <testcase ${head}/>`;
  const what = attributes({ message, ...(outcome !== 'skipped' && { type }) });
  return `    <testcase ${head}>\n      <${outcome} ${what}/>\n    </testcase>`;
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${xmlAttribute(value)}"`)
    .join(' ');
}
