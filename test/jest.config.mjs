import { availableParallelism } from 'node:os';

export default {
  rootDir: '..',
  testEnvironment: '<rootDir>/test/jest.environment.cjs',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.tsx?$': '<rootDir>/test/jest.transform.cjs' },
  globalSetup: '<rootDir>/test/jest.global-setup.ts',
  globalTeardown: '<rootDir>/test/jest.global-teardown.ts',
  coverageProvider: 'v8',
  collectCoverageFrom: ['server/**/*.ts', 'hubspot-app/**/*.{ts,tsx}'],
  testSequencer: '<rootDir>/test/jest.sequencer.cjs',
  reporters: ['default', '<rootDir>/test/jest.reporter.cjs'],
  // Whole services are started and stopped, perhaps on a machine that is busy.
  testTimeout: 300_000,
  // Playgrounds, programs that start and ticks of the clock are mostly waited for. Meanwhile another worker has the core.
  maxWorkers: availableParallelism() + 1,
  // What a worker has loaded stays loaded: one that grew is begun anew.
  workerIdleMemoryLimit: '800MB',
  // A test that forgot a timer or a connection must not keep the run from ending.
  forceExit: true,
};
