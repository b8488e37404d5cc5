import { writeSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestCase, TestModule, TestRunEndReason, TestSuite, Vitest } from 'vitest/node';

/**
 * The last words of a test run: each skipped test with its reason, then `N passed, N failed, N skipped` alone on the last line.
 *
 * A file that cannot be loaded, a failed hook, an error outside every test and a skip without a reason count as failures:
 * a run that tested nothing must not look green.
 */
export default class LastLine implements Reporter {
  private selected = false;

  onInit(vitest: Vitest): void {
    // With a name filter every other test is "skipped" by the person who typed it; no reason is needed then.
    this.selected = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[], reason: TestRunEndReason): void {
    const lines: string[] = [];
    const count = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      const broken = [module, ...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
      for (const suite of broken) {
        count.failed++;
        lines.push(`failed before its tests: ${suite.type === 'module' ? suite.relativeModuleId : suite.fullName}`);
      }
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') count.passed++;
        else if (result.state === 'failed') count.failed++;
        else if (result.state === 'skipped') {
          const why = result.note ?? (insideOf(test, broken) ? 'a hook of its suite failed' : undefined);
          if (why === undefined && !this.selected) {
            count.failed++;
            lines.push(`skipped without a reason: ${title(test)}`);
          } else {
            count.skipped++;
            if (why !== undefined) lines.push(`skipped: ${title(test)}: ${why}`);
          }
        } else {
          count.failed++;
          lines.push(`did not run: ${title(test)}`);
        }
      }
    }
    if (unhandled.length > 0) {
      count.failed += unhandled.length;
      lines.push(`errors outside every test: ${unhandled.length}`);
    }
    if (count.passed + count.failed + count.skipped === 0) {
      count.failed++;
      lines.push('no test ran');
    }
    if (count.failed > 0 || reason === 'interrupted') process.exitCode = 1;
    lines.push(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
    // Written while the process ends, since other reporters still print after this event.
    process.once('exit', () => {
      writeSync(1, `\n${lines.join('\n')}\n`);
      if (count.failed > 0 && !process.exitCode) process.exitCode = 1;
    });
  }
}

function insideOf(test: TestCase, suites: readonly (TestModule | TestSuite)[]): boolean {
  for (let at: TestModule | TestSuite = test.parent; ; at = at.parent) {
    if (suites.includes(at)) return true;
    if (at.type === 'module') return false;
  }
}

function title(test: TestCase): string {
  return `${test.module.relativeModuleId} > ${test.fullName}`;
}
