import { writeFileSync } from 'node:fs';

/**
 * Web Test Runner reporter: leaves `{ passed, failed }` in the file that the environment variable `TEST_COUNTS_FILE`
 * names. A file that could not be loaded counts as one failed test.
 */
export function countReporter() {
  const file = process.env.TEST_COUNTS_FILE;
  return {
    onTestRunFinished({ sessions }) {
      if (file) writeFileSync(file, JSON.stringify(countSessions([...sessions])));
    },
  };
}

function countSessions(sessions) {
  const tests = sessions.flatMap((session) => (session.testResults ? testsOf(session.testResults) : []));
  const broken = sessions.filter((session) => session.errors.length > 0 || !session.testResults);
  const failed = tests.filter((test) => !test.passed && !test.skipped).length;
  return { passed: tests.filter((test) => test.passed).length, failed: failed + broken.length };
}

function testsOf(suite) {
  return [...suite.tests, ...suite.suites.flatMap(testsOf)];
}
