import type { Reporter, TestModule } from 'vitest/node';

/** Ends every run with one line that people and scripts can read: `N passed, N failed`. */
export class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    let brokenModules = 0;
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== 'pending') counts[state] += 1;
      }
      if (module.errors().length > 0) brokenModules += 1;
    }
    // A file that does not load or a stray error is a failure without a test of its own.
    const failed = counts.failed + brokenModules + unhandledErrors.length;
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    process.stdout.write(`${counts.passed} passed, ${failed} failed${skipped}\n`);
  }
}
